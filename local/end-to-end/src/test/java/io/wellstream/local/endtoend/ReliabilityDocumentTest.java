package io.wellstream.local.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.wellstream.local.launcher.LocalConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests that docs/reliability.md names exist. */
class ReliabilityDocumentTest {
    /** {@code `ClassTest`}, {@code `ClassTest.method…`}, or {@code `…method…`} of the class named before; names may be cut. */
    private static final Pattern NAMED = Pattern.compile("`(?:([A-Z]\\w*(?:Test|Contract))(?:\\.(\\w+))?|…(\\w+))…?`");

    private final Path project = LocalConfig.builtProject();

    @Test
    void theTestsThatItNamesExist() throws IOException {
        Map<String, String> sources = sources();
        List<String> missing = new ArrayList<>();
        int named = 0;
        String source = "";
        Matcher names = NAMED.matcher(Files.readString(project.resolve("docs/reliability.md")));
        while (names.find()) {
            named++;
            String method = names.group(2) == null ? names.group(3) : names.group(2);
            if (names.group(1) != null) {
                source = sources.getOrDefault(names.group(1), "");
            }
            if (source.isEmpty() || (method != null && !source.contains("void " + method))) {
                missing.add(names.group());
            }
        }
        assertThat(named).isGreaterThan(100);
        assertThat(missing).isEmpty();
    }

    private Map<String, String> sources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        try (Stream<Path> all = Files.walk(project)) {
            List<Path> tests = all.filter(file -> file.toString().contains("/src/test/java/")
                            && file.toString().endsWith(".java"))
                    .toList();
            for (Path test : tests) {
                sources.put(test.getFileName().toString().replace(".java", ""), Files.readString(test));
            }
        }
        return sources;
    }
}
