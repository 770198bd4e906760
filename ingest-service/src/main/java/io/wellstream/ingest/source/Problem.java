package io.wellstream.ingest.source;

import io.wellstream.imaging.screen.SiteId;
import io.wellstream.imaging.screen.WellId;

/**
 * One thing wrong with a screen, said so that a person can mend it: where it is, what was found, what was expected.
 *
 * @param file relative to the screen's folder; empty if it is not of one file
 * @param row line of the file, from 1; 0 if it is not of one row
 * @param well as far as it is known, e.g. {@code HEPG2-08/1/B03}, else empty
 * @param site 0 if it is not of one site
 * @param channel 0 if it is not of one channel
 * @param problem what was found
 * @param expected what should have been there
 */
public record Problem(String file, long row, String well, int site, int channel, String problem, String expected) {
    /** A problem of a whole file. */
    public static Problem ofFile(String file, String problem, String expected) {
        return new Problem(file, 0, "", 0, 0, problem, expected);
    }

    /** A problem of one row of a metadata file. */
    public static Problem ofRow(String file, long row, String problem, String expected) {
        return new Problem(file, row, "", 0, 0, problem, expected);
    }

    /** A problem of one image, or of all of a site's if {@code channel} is 0. */
    public static Problem ofImage(String file, SiteId site, int channel, String problem, String expected) {
        return new Problem(file, 0, site.well().toString(), site.number(), channel, problem, expected);
    }

    /** The same, found in a row whose well is known. */
    public Problem in(WellId well) {
        return new Problem(file, row, well.toString(), site, channel, problem, expected);
    }

    /** One line for a terminal: {@code train.csv, row 7, HUVEC-01/1/B03, site 2, channel 4: …; expected …}. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(file);
        append(line, row == 0 ? "" : "row " + row);
        append(line, well);
        append(line, site == 0 ? "" : "site " + site);
        append(line, channel == 0 ? "" : "channel " + channel);
        return line.append(line.isEmpty() ? "" : ": ")
                .append(problem)
                .append(expected.isEmpty() ? "" : "; expected " + expected)
                .toString();
    }

    private static void append(StringBuilder line, String part) {
        line.append(line.isEmpty() || part.isEmpty() ? "" : ", ").append(part);
    }
}
