package io.wellstream.local.cli.speed;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/** Compares the PNG decoder with other libraries on the same files, each in one thread. */
public record DecodeBench(SpeedPlan plan, Consumer<String> say) {
    public JsonObject measure() throws IOException, InterruptedException {
        Machine machine = new Machine();
        Rates rates = new Rates("images");
        Set<String> missing = new LinkedHashSet<>();
        JsonObject result = new JsonObject();
        try (BenchImages images = BenchImages.of(plan.images())) {
            say.accept("Images: " + images.description());
            JmhRun jmh = JmhRun.ofTheProject(plan.home(), images.folder(), plan.seconds());
            for (int round = 0; round < plan.rounds(); round++) {
                Map<String, JmhRun.Score> scores = jmh.run("DecodeBenchmark", Map.of());
                for (String name : List.of("wellstream", "imageio", "inflate")) {
                    rates.add(
                            name, Objects.requireNonNull(scores.get(name), name).perSecond());
                }
                String python = plan.python();
                if (python != null) {
                    PeerRun.Result peers = plan.peer(python, "decode_peers.py")
                            .run(List.of(
                                    "--images",
                                    images.folder().toString(),
                                    "--seconds",
                                    String.valueOf(plan.seconds())));
                    peers.perSecond().forEach(rates::add);
                    missing.addAll(peers.missing());
                }
            }
            result.addProperty("images", images.description());
        }
        rates.lines().forEach(say);
        missing.forEach(say);
        say.accept("inflate is java.util.zip.Inflater on the same streams: the floor of a decoder that uses it");
        say.accept("Per second of CPU time; " + machine.line());
        result.addProperty("rounds", plan.rounds());
        machine.addTo(result);
        result.add("rates", rates.json());
        return result;
    }
}
