package io.wellstream.local.endtoend.flow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A headless browser, if one is installed. */
record Chromium(Path program) {
    private static final long LIMIT_SECONDS = 90;

    static Optional<Chromium> find() {
        return Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .map(Chromium::new)
                .findFirst();
    }

    /**
     * A page after its scripts have run.
     *
     * @param complaints messages on the browser's console
     */
    record Rendered(String dom, List<String> complaints) {
        private static final Pattern PANEL = Pattern.compile("data-panel=\"([^\"]*)\"");

        /** The titles of all panels, including those with nothing to draw yet. */
        List<String> panels() {
            List<String> titles = new ArrayList<>();
            Matcher panel = PANEL.matcher(dom);
            while (panel.find()) {
                titles.add(panel.group(1));
            }
            return titles;
        }

        /** The text of one panel. */
        String text(String panel) {
            int start = dom.indexOf("data-panel=\"" + panel + "\"");
            int end = dom.indexOf("</article>", start);
            return dom.substring(start, end).replaceAll("<[^>]*>", "");
        }
    }

    Rendered render(String address) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("wellstream-browser");
        Path dom = folder.resolve("dom.html");
        Path log = folder.resolve("log");
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"));
        command.addAll(List.of("--disable-background-networking", "--disable-component-update", "--disable-sync"));
        command.addAll(List.of("--user-data-dir=" + folder.resolve("profile"), "--virtual-time-budget=3000"));
        command.addAll(List.of("--enable-logging=stderr", "--dump-dom", address));
        Process browser = new ProcessBuilder(command)
                .redirectOutput(dom.toFile())
                .redirectError(log.toFile())
                .start();
        if (!browser.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            browser.descendants().forEach(ProcessHandle::destroyForcibly);
            browser.destroyForcibly();
            throw new IOException("the browser was not done within " + LIMIT_SECONDS + " s; its log: " + log);
        }
        List<String> complaints = Files.readAllLines(log).stream()
                .filter(line -> line.contains(":CONSOLE"))
                .toList();
        return new Rendered(Files.readString(dom), complaints);
    }
}
