package io.wellstream.local.cli.link;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The files by which a system on this machine is found, as its launcher writes them. */
public record SystemOnDisk(Path data) {

    /** Writes {@code endpoints.json} with one address for all services. */
    public void runsAt(URI services, long launcher) throws IOException {
        JsonObject store = new JsonObject();
        store.addProperty("endpoint", services.toString());
        store.addProperty("bucket", "wellstream");
        store.addProperty("accessKey", "key");
        store.addProperty("secretKey", "secret");
        JsonObject processes = new JsonObject();
        for (String name : new String[] {"ingest", "augment", "trainer", "scorer"}) {
            JsonObject process = new JsonObject();
            process.addProperty("url", services.toString());
            process.addProperty("pid", launcher);
            processes.add(name, process);
        }
        JsonObject endpoints = new JsonObject();
        endpoints.addProperty("launcherPid", launcher);
        endpoints.addProperty("kafka", "127.0.0.1:9");
        endpoints.add("store", store);
        endpoints.addProperty("token", "token");
        endpoints.add("services", processes);
        Path draft = Files.writeString(data.resolve("draft"), endpoints.toString());
        Files.move(draft, data.resolve("endpoints.json"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** As after {@code down}. */
    public void isStopped() throws IOException {
        Files.delete(data.resolve("endpoints.json"));
    }

    /** As while a launcher holds the folder and has not published any address. */
    public void isHeldBy(long launcher) throws IOException {
        JsonObject holder = new JsonObject();
        holder.addProperty("pid", launcher);
        String stat = Files.readString(Path.of("/proc", String.valueOf(launcher), "stat"));
        holder.addProperty(
                "startTicks",
                Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19]));
        holder.add("settings", new JsonObject());
        Files.writeString(data.resolve("launcher.json"), holder.toString());
    }
}
