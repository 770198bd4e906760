package io.wellstream.local.cli.client;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.store.ObjectStore;
import io.wellstream.wire.store.ObjectStore.ObjectInfo;
import io.wellstream.wire.store.ObjectStore.Versioned;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Brings the plates' quality pictures from the store into a folder. */
public final class QcPictures {
    private QcPictures() {}

    /** Returns the folder; its files are named {@code {experiment}-plate{n}.png}. */
    public static Path fetch(SystemClient services, DatasetId dataset, Path into) throws IOException {
        Path folder = Files.createDirectories(into.resolve("qc"));
        String prefix = dataset + "/qc/";
        try (ObjectStore store = ObjectStore.connect(services.store())) {
            List<ObjectKey> pictures = store.list(prefix)
                    .map(ObjectInfo::key)
                    .filter(key -> key.path().endsWith(".png"))
                    .toList();
            for (ObjectKey picture : pictures) {
                String[] parts = picture.path().substring(prefix.length()).split("/", -1);
                Versioned bytes = store.read(picture).orElseThrow();
                Files.write(folder.resolve(parts[0] + "-plate" + parts[1] + ".png"), bytes.bytes());
            }
        }
        return folder;
    }
}
