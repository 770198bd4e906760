package io.wellstream.local.launcher;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.regex.Pattern;

/** Why a process ended, in the words of its output: the last lines that report an error, without stack frames. */
public final class LastWords {
    private static final int MOST_BYTES = 256 * 1024;
    private static final int MOST_LINES = 3;
    private static final int MOST_CHARACTERS = 400;
    private static final Pattern ERROR =
            Pattern.compile("(?i)\\b(error|fatal|exception|could not|cannot|failed|terminating"
                    + "|unable to|unrecognized|no space left|already in use)\\b|Error:|Exception:|SRCFG\\d+");
    private static final Pattern NOISE =
            Pattern.compile("^\\s+(at |\\.\\.\\. \\d+ more)|^WARNING: |^Picked up |^--- ended with code|^\\s*$");

    private LastWords() {}

    /** The lines that a process wrote into its log after the first {@code from} bytes; empty if there are none. */
    public static List<String> of(Path log, long from) {
        List<String> said = read(log, from)
                .lines()
                .filter(line -> !NOISE.matcher(line).find())
                .map(LastWords::shortened)
                .toList();
        List<String> errors =
                said.stream().filter(line -> ERROR.matcher(line).find()).toList();
        return last(errors.isEmpty() ? said : errors);
    }

    /** The last different lines; the cause of an exception comes last in a Java log. */
    private static List<String> last(List<String> lines) {
        SequencedSet<String> chosen = new LinkedHashSet<>();
        for (String line : lines.reversed()) {
            if (chosen.size() < MOST_LINES) {
                chosen.add(line);
            }
        }
        List<String> inOrder = new ArrayList<>(chosen);
        Collections.reverse(inOrder);
        return inOrder;
    }

    private static String shortened(String line) {
        String stripped = line.strip();
        return stripped.length() <= MOST_CHARACTERS ? stripped : stripped.substring(0, MOST_CHARACTERS) + " …";
    }

    private static String read(Path log, long from) {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long start = file.length() < from ? 0 : Math.max(from, file.length() - MOST_BYTES);
            file.seek(start);
            byte[] bytes = new byte[(int) Math.min(MOST_BYTES, file.length() - start)];
            file.readFully(bytes);
            String said = new String(bytes, StandardCharsets.UTF_8);
            return start > from ? said.substring(said.indexOf('\n') + 1) : said; // not the rest of a line
        } catch (IOException e) {
            return "";
        }
    }
}
