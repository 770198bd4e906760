package io.wellstream.local.cli.client;

import io.wellstream.imaging.screen.DatasetId;
import io.wellstream.local.cli.terminal.UserError;
import io.wellstream.wire.keys.ObjectKey;
import io.wellstream.wire.store.CorruptObjectException;
import io.wellstream.wire.store.ObjectStore;
import io.wellstream.wire.store.ObjectStore.ObjectInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Downloads the plates' quality control pictures. */
public final class QcPictures {
    private QcPictures() {}

    /** Returns the folder {@code qc}, with files named {@code {experiment}-plate{n}.png}. */
    public static Path fetch(SystemClient client, DatasetId dataset, Path into) throws IOException {
        Path folder = Files.createDirectories(into.resolve("qc"));
        String prefix = dataset + "/qc/";
        Map<ObjectKey, byte[]> pictures = client.withStore(store -> {
            List<ObjectKey> keys = store.list(prefix)
                    .map(ObjectInfo::key)
                    .filter(key -> key.path().endsWith(".png"))
                    .toList();
            Map<ObjectKey, byte[]> found = new HashMap<>();
            keys.forEach(key -> found.put(key, read(store, key)));
            return found;
        });
        for (Map.Entry<ObjectKey, byte[]> picture : pictures.entrySet()) {
            String[] parts = picture.getKey().path().substring(prefix.length()).split("/", -1);
            Files.write(folder.resolve(parts[0] + "-plate" + parts[1] + ".png"), picture.getValue());
        }
        return folder;
    }

    private static byte[] read(ObjectStore store, ObjectKey key) {
        try {
            return store.read(key)
                    .orElseThrow(
                            () -> new UserError("the picture " + key + " was deleted meanwhile; repeat the command"))
                    .bytes();
        } catch (CorruptObjectException e) {
            throw new UserError(e.getMessage() + "; 'wellstream ingest --verify' makes the plates' pictures again");
        }
    }
}
