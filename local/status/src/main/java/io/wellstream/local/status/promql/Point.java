package io.wellstream.local.status.promql;

import io.wellstream.local.status.sample.Labels;

/** One series of a result: its labels and its value. */
public record Point(Labels labels, double value) {}
