package io.wellstream.local.cli.picture;

import java.awt.Color;
import java.util.List;

/** One line of a chart. */
record Curve(String name, Color color, List<Double> values) {
    Curve {
        values = List.copyOf(values);
    }
}
