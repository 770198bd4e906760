package io.wellstream.ingest.qc;

import io.wellstream.imaging.screen.Channel;
import io.wellstream.imaging.screen.PlateDesign;
import io.wellstream.imaging.screen.Screen;
import io.wellstream.proto.v1.ChannelDescription;
import io.wellstream.proto.v1.ScreenDescription;
import java.util.ArrayList;
import java.util.List;

/**
 * What quality control must know of a screen.
 *
 * @param channels their numbers, in order
 * @param stains what each shows, in the same order
 * @param oneFile whether one file holds all channels of a site
 */
public record ScreenShape(PlateDesign plates, List<Integer> channels, List<String> stains, boolean oneFile) {
    public ScreenShape {
        channels = List.copyOf(channels);
        stains = List.copyOf(stains);
    }

    public static ScreenShape of(Screen screen) {
        return new ScreenShape(
                screen.plates(),
                screen.channels().stream().map(Channel::number).toList(),
                screen.channels().stream().map(Channel::stain).toList(),
                screen.imaging().pattern().allChannels());
    }

    /** The same from the event of an ingest. */
    public static ScreenShape of(ScreenDescription screen) {
        List<ChannelDescription> channels = screen.getChannelsList();
        boolean pages = channels.stream().anyMatch(channel -> channel.getPage() > 0);
        boolean oneFile =
                (pages || channels.size() == 3) && !screen.getImagePattern().contains("{channel");
        return new ScreenShape(
                new PlateDesign(screen.getPlateRows(), screen.getPlateColumns(), screen.getTreatmentRepeats()),
                new ArrayList<>(
                        channels.stream().map(ChannelDescription::getNumber).toList()),
                channels.stream().map(ChannelDescription::getStain).toList(),
                oneFile);
    }
}
