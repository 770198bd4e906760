package io.wellstream.ingest.files;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The files of a screen by their path within it. They are read in place, in any order and from any number of threads. */
public interface SourceFiles extends AutoCloseable {
    /** The files in a folder; a link is followed only below the roots, which are real paths. */
    static SourceFiles ofFolder(Path folder, List<Path> roots) {
        return new FolderFiles(folder, roots);
    }

    /** The files in a zip archive; throws {@link InvalidScreenException} if it is not valid or has too many entries. */
    static SourceFiles ofArchive(Path archive, int mostEntries) {
        return ZipFiles.open(archive, mostEntries);
    }

    /** Whether anything of that name exists, readable or not. */
    boolean has(String path);

    /** Gives the path of every file to a visitor, in no order. Links are followed as when reading. */
    void forEach(Consumer<String> visitor);

    /** The most memory, in bytes, that reading the file takes; 0 if there is no such file. */
    long size(String path);

    /**
     * The file's bytes; empty if there is no such file.
     *
     * @param most the greatest size, in bytes, that is read
     * @throws BadFileException if the file exists and must not be read
     */
    Optional<byte[]> read(String path, long most) throws BadFileException;

    @Override
    void close();
}
