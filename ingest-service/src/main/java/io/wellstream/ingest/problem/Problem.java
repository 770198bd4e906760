package io.wellstream.ingest.problem;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.wellstream.imaging.screen.PlateId;
import io.wellstream.imaging.screen.SiteId;
import io.wellstream.imaging.screen.WellId;
import io.wellstream.ingest.files.Finding;
import java.util.Comparator;

/**
 * One thing wrong with a screen, described so that a person can correct it. In JSON its place and its texts are one object.
 *
 * @param problem what was found
 * @param expected what was expected in its place
 */
public record Problem(@JsonUnwrapped Place place, String problem, String expected) {
    /** The order in which problems are listed: by metadata row, then by image. */
    public static final Comparator<Problem> ORDER = Comparator.<Problem, String>comparing(
                    problem -> problem.place.metadata)
            .thenComparingLong(problem -> problem.place.row)
            .thenComparing(problem -> problem.place.well)
            .thenComparingInt(problem -> problem.place.site)
            .thenComparingInt(problem -> problem.place.channel)
            .thenComparing(problem -> problem.place.file)
            .thenComparing(Problem::problem);

    /** The place of a problem that has none. */
    public static final Place NOWHERE = new Place("", "", 0, "", 0, 0);

    /** Replaces control characters: a problem quotes files, and they must not control the terminal or the log that shows it. */
    public Problem {
        problem = problem.replaceAll("\\p{Cntrl}", "\uFFFD");
    }

    /**
     * Where the problem is; a field that does not apply is empty or 0.
     *
     * @param file relative to the screen's folder or archive
     * @param metadata the metadata file that contains {@code row}
     * @param row the number of a line, from 1
     * @param well if it is known, e.g. {@code HEPG2-08/1/B03}; the plate, e.g. {@code HEPG2-08/1}, if the problem is one of a plate
     */
    public record Place(String file, String metadata, long row, String well, int site, int channel) {
        /** E.g. {@code train/HUVEC-01/Plate1/B03_s2_w4.png, HUVEC-01/1/B03, site 2, channel 4, train.csv row 7}. */
        @Override
        public String toString() {
            StringBuilder line = new StringBuilder(file);
            append(line, row > 0 && metadata.equals(file) ? "row " + row : "");
            append(line, well);
            append(line, site == 0 ? "" : "site " + site);
            append(line, channel == 0 ? "" : "channel " + channel);
            append(line, row > 0 && !metadata.equals(file) ? metadata + " row " + row : "");
            return line.toString();
        }

        private static void append(StringBuilder line, String part) {
            line.append(line.isEmpty() || part.isEmpty() ? "" : ", ").append(part);
        }
    }

    /** A problem of a whole file. */
    public static Problem ofFile(String file, String problem, String expected) {
        return new Problem(new Place(file, "", 0, "", 0, 0), problem, expected);
    }

    /** A problem of a whole plate. */
    public static Problem ofPlate(PlateId plate, String problem, String expected) {
        return new Problem(new Place("", "", 0, plate.toString(), 0, 0), problem, expected);
    }

    /** A problem of a well, or of one of its sites. */
    public static Problem ofWell(WellId well, int site, String problem, String expected) {
        return new Problem(new Place("", "", 0, well.toString(), site, 0), problem, expected);
    }

    /** A problem of one row of a metadata file. */
    public static Problem ofRow(String file, long row, String problem, String expected) {
        return new Problem(new Place(file, file, row, "", 0, 0), problem, expected);
    }

    /**
     * A problem of an image, or of a whole site.
     *
     * @param file empty if the problem is not one of a single file
     * @param row the metadata's row of the well
     * @param channel 0 if the problem is not one of a single channel
     */
    public static Problem ofImage(String file, Line row, SiteId site, int channel, Finding finding) {
        Place place = new Place(file, row.file(), row.number(), site.well().toString(), site.number(), channel);
        return new Problem(place, finding.problem(), finding.expected());
    }

    /** The same problem with its well. */
    public Problem in(WellId well) {
        Place known = new Place(place.file, place.metadata, place.row, well.toString(), place.site, place.channel);
        return new Problem(known, problem, expected);
    }

    /** One line for a terminal. */
    @Override
    public String toString() {
        String where = place.toString();
        return (where.isEmpty() ? "" : where + ": ") + problem + (expected.isEmpty() ? "" : "; expected " + expected);
    }
}
