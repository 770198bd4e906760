package io.wellstream.ingest.qc;

import com.google.protobuf.ByteString;
import io.wellstream.imaging.screen.PlateId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.proto.v1.IngestedImage;
import io.wellstream.proto.v1.IngestedSite;
import io.wellstream.proto.v1.WellIngested;
import io.wellstream.wire.keys.WellKeys;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Files with the same bytes under several names, in a data set. Images of one grey level are left out: they are equal by nature. */
final class Duplicates {
    private static final int AT_ONCE = 2_000_000; // 16 MB; of most screens, all

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
     * Compares the images of all wells. Those of large data sets are compared in parts, by their digests, so that memory is bounded.
     *
     * @param channels the numbers of the screen's channels
     * @param oneFile whether one file holds all channels of a site
     */
    Duplicates(WellRecords wells, List<Integer> channels, boolean oneFile) {
        this(wells, channels, oneFile, AT_ONCE);
    }

    /** @param atOnce images that are compared in one reading of the records, about */
    Duplicates(WellRecords wells, List<Integer> channels, boolean oneFile, int atOnce) {
        long[] images = {0};
        visit(wells, channels, oneFile, (sha256, place) -> images[0]++);
        int parts = Math.toIntExact(Math.max(1, Math.ceilDiv(images[0], atOnce)));
        for (int part = 0; part < parts; part++) {
            compare(wells, channels, oneFile, new Part(part, parts, images[0] / parts));
        }
    }

    /**
     * Some of all digests.
     *
     * @param images about how many it has
     */
    private record Part(int number, int of, long images) {
        boolean has(ByteString sha256) {
            return Long.remainderUnsigned(start(sha256), of) == number;
        }
    }

    private void compare(WellRecords wells, List<Integer> channels, boolean oneFile, Part part) {
        Starts starts = new Starts(part.images());
        visit(wells, channels, oneFile, (sha256, place) -> {
            if (part.has(sha256)) {
                starts.add(start(sha256));
            }
        });
        Set<Long> repeated = starts.repeated();
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

    /** The beginnings of digests, eight bytes each. */
    private static final class Starts {
        private long[] values;
        private int size;

        /** @param about how many will be added */
        Starts(long about) {
            values = new long[Math.toIntExact(about + about / 64 + 1)];
        }

        void add(long start) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size + size / 8 + 1);
            }
            values[size++] = start;
        }

        /** Those that were added more than once. */
        Set<Long> repeated() {
            Arrays.sort(values, 0, size);
            Set<Long> repeated = new HashSet<>();
            for (int i = 1; i < size; i++) {
                if (values[i] == values[i - 1]) {
                    repeated.add(values[i]);
                }
            }
            return repeated;
        }
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

    private static void visit(WellRecords wells, List<Integer> channels, boolean oneFile, Visitor visitor) {
        wells.byExperiment(records -> records.forEach(well -> visit(well, channels, oneFile, visitor)));
    }

    private static void visit(WellIngested well, List<Integer> channels, boolean oneFile, Visitor visitor) {
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

    private static long start(ByteString sha256) {
        return sha256.size() < Long.BYTES ? 0 : sha256.asReadOnlyByteBuffer().getLong();
    }

    /** What to check about a plate, a line per file. */
    List<String> of(PlateId plate) {
        return ofPlates.getOrDefault(plate, List.of());
    }
}
