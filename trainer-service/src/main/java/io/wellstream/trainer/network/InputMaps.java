package io.wellstream.trainer.network;

import io.wellstream.imaging.render.ChannelColor;
import io.wellstream.imaging.render.Palette;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** Which maps the first layer of a network reads. */
public sealed interface InputMaps {
    /** All channels. */
    record All() implements InputMaps {}

    /** One channel, from 0. */
    record Single(int channel) implements InputMaps {}

    /** The channels in their usual colours, as three maps: red, green and blue. */
    record Composite() implements InputMaps {}

    /** The name of the value that the first layer reads; adds a view of the pixels if it reads one. */
    default String add(SpecBuilder net, int channels) {
        return switch (this) {
            case All _ -> NetworkSpec.PIXELS;
            case Single single -> net.add("stem/channel", new Op.ChannelOf(single.channel()), NetworkSpec.PIXELS);
            case Composite _ -> net.add("stem/composite", composite(channels), NetworkSpec.PIXELS);
        };
    }

    /**
     * Each colour is a sum of channels, weighted by the share of the colour in the channel's. Channels are normalised, so the weights
     * of a colour have a square sum of 1, which leaves a variance of about 1.
     */
    private static Op.Composite composite(int channels) {
        List<ChannelColor> colors = Palette.of(channels).channels();
        List<ToIntFunction<Color>> parts = List.of(Color::getRed, Color::getGreen, Color::getBlue);
        List<List<Double>> maps = new ArrayList<>();
        for (ToIntFunction<Color> part : parts) {
            double norm = Math.sqrt(colors.stream()
                    .mapToDouble(channel -> Math.pow(part.applyAsInt(channel.color()), 2))
                    .sum());
            maps.add(colors.stream()
                    .map(channel -> part.applyAsInt(channel.color()) / norm)
                    .toList());
        }
        return new Op.Composite(maps);
    }
}
