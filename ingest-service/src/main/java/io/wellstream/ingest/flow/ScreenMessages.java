package io.wellstream.ingest.flow;

import io.wellstream.imaging.screen.CellType;
import io.wellstream.imaging.screen.Channel;
import io.wellstream.imaging.screen.Screen;
import io.wellstream.proto.v1.ChannelDescription;
import io.wellstream.proto.v1.ScreenDescription;

/** A screen as it is told to the other services. */
final class ScreenMessages {
    private ScreenMessages() {}

    static ScreenDescription describe(Screen screen) {
        ScreenDescription.Builder description = ScreenDescription.newBuilder()
                .setName(screen.name())
                .setSites(screen.sites())
                .setPlateRows(screen.plates().rows())
                .setPlateColumns(screen.plates().columns())
                .setBitDepth(screen.imaging().bitDepth())
                .addAllCellTypes(screen.cellTypes().stream().map(CellType::name).toList())
                .setImagePattern(screen.imaging().pattern().text())
                .setTreatmentRepeats(screen.plates().treatmentRepeats())
                .setNameOfNegativeControl(screen.columns().negativeControl())
                .setNameOfPositiveControl(screen.columns().positiveControl())
                .setLabelColumn(screen.columns().label());
        for (Channel channel : screen.channels()) {
            description.addChannels(ChannelDescription.newBuilder()
                    .setNumber(channel.number())
                    .setStain(channel.stain())
                    .setScale(channel.scale()));
        }
        return description.build();
    }
}
