package io.wellstream.ingest.qc;

import com.google.protobuf.ByteString;
import io.wellstream.imaging.screen.PlateId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.IngestedImage;
import io.wellstream.proto.v1.IngestedSite;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.keys.WellKeys;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Files with the same bytes under several names, in a data set. Images of one grey level are left out: they are equal by nature. */
final class Duplicates {
    private final Map<PlateId, List<String>> ofPlates = new HashMap<>();

    /** An image: where it is. */
    private record Place(WellId well, int site, int channel) {
        @Override
        public String toString() {
            return "well " + well + ", site " + site + ", channel " + channel;
        }
    }

    /** Receives every image that can be compared. */
    private interface Visitor {
        void image(ByteString sha256, Place place);
    }

    /**
     * Compares the images of all wells.
     *
     * @param channels the numbers of the screen's channels
     * @param oneFile whether one file holds all channels of a site
     */
    Duplicates(Collection<WellIngested> wells, List<Integer> channels, boolean oneFile) {
        Set<Long> seen = new HashSet<>();
        Set<Long> repeated = new HashSet<>();
        visit(wells, channels, oneFile, (sha256, place) -> {
            if (!seen.add(start(sha256))) {
                repeated.add(start(sha256));
            }
        });
        if (repeated.isEmpty()) {
            return;
        }
        Map<ByteString, Place> first = new HashMap<>();
        visit(wells, channels, oneFile, (sha256, place) -> {
            Place other = repeated.contains(start(sha256)) ? first.putIfAbsent(sha256, place) : null;
            if (other != null) {
                add(other, place);
            }
        });
    }

    private void add(Place first, Place second) {
        String says = "the same file is " + first + " and " + second;
        ofPlates.computeIfAbsent(second.well().plate(), plate -> new ArrayList<>())
                .add(says);
        if (!first.well().plate().equals(second.well().plate())) {
            ofPlates.computeIfAbsent(first.well().plate(), plate -> new ArrayList<>())
                    .add(says);
        }
    }

    private static void visit(
            Collection<WellIngested> wells, List<Integer> channels, boolean oneFile, Visitor visitor) {
        for (WellIngested well : wells) {
            WellId id = WellKeys.wellOf(well.getWell());
            for (IngestedSite site : well.getSitesList()) {
                int files = oneFile ? 1 : site.getImagesCount();
                for (int i = 0; i < files; i++) {
                    IngestedImage image = site.getImages(i);
                    if (image.getMin() != image.getMax() && !MaskedSite.masks(site, i)) {
                        visitor.image(image.getSha256(), new Place(id, site.getSite(), channels.get(i)));
                    }
                }
            }
        }
    }

    private static long start(ByteString sha256) {
        return sha256.size() < Long.BYTES ? 0 : sha256.asReadOnlyByteBuffer().getLong();
    }

    /** What to check about a plate, a line per file. */
    List<String> of(PlateId plate) {
        return ofPlates.getOrDefault(plate, List.of());
    }
}
