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

/** Downloads the plates' quality control pictures. */
public final class QcPictures {
    private QcPictures() {}

    /** Returns the folder {@code qc}, with files named {@code {experiment}-plate{n}.png}. */
    public static Path fetch(SystemClient client, DatasetId dataset, Path into) throws IOException {
        Path folder = Files.createDirectories(into.resolve("qc"));
        String prefix = dataset + "/qc/";
        try (ObjectStore store = ObjectStore.connect(client.store())) {
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
