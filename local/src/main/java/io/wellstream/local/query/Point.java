package io.wellstream.local.query;

/** One series of an answer: its labels and its value at the time asked for. */
public record Point(Labels labels, double value) {}
