package io.wellstream.ingest.source;

import java.util.Optional;

/** The files of a screen by their path within it, wherever it lies. Read in place and in any order; safe for many threads. */
sealed interface SourceFiles extends AutoCloseable permits FolderFiles, ZipFiles {
    /** Whether something of that name is there, readable or not. */
    boolean has(String path);

    /** What reading the file takes at most, in bytes; 0 if there is no such file. */
    long size(String path);

    /**
     * The file's bytes; empty if there is no such file.
     *
     * @param most bytes that are ever held of it
     * @throws RefusedFileException if it is there and not to be read
     */
    Optional<byte[]> read(String path, long most) throws RefusedFileException;

    @Override
    void close();
}
