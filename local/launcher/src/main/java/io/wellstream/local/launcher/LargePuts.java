package io.wellstream.local.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import org.gaul.s3proxy.S3ErrorCode;
import org.gaul.s3proxy.S3ProxyException;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.checksum.FlexChecksum;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * Writes a large new object whose put declares its SHA-256 without computing a second digest of it. The server compares the SHA-256 while
 * the bytes are read, and the object's ETag is made of it. The file store would compute an MD5 for the ETag, which takes twice as long,
 * and write in small parts. All other puts are the file store's.
 */
final class LargePuts extends ForwardingBlobStore {
    private static final Logger LOG = LoggerFactory.getLogger(LargePuts.class);
    private static final long LARGE = 1 << 20;
    private static final int PART = 128 << 10;
    private static final String DECLARED = FlexChecksum.SHA256.metadataKey();
    private static final String ETAG =
            "user.content-md5"; // the file store's attribute; other lengths than an MD5's are text

    private final Path folder;

    /** @param folder of the file store */
    LargePuts(BlobStore files, Path folder) {
        super(files);
        this.folder = folder;
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream payload) {
        String sha256 = request.metadata().get(DECLARED);
        Long size = request.contentLength();
        boolean isNew = "*".equals(request.ifNoneMatch());
        if (sha256 == null || size == null || size < LARGE || !isNew || request.contentMD5() != null) {
            return super.putBlob(request, payload);
        }
        String etag = HexFormat.of().formatHex(Base64.getDecoder().decode(sha256));
        String unfinished = request.key() + "-" + UUID.randomUUID(); // as UnfinishedObjects knows it
        Path bucket = folder.resolve(request.bucket());
        Path file = bucket.resolve(unfinished);
        try {
            beginEmpty(request, unfinished);
            write(payload, file);
            record(etag, file);
            publish(file, bucket.resolve(request.key()));
            return PutObjectResponse.builder().eTag(etag).build();
        } catch (FileAlreadyExistsException e) {
            throw new S3ProxyException(S3ErrorCode.PRECONDITION_FAILED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            delete(file);
        }
    }

    /** The file store checks the names and records all that belongs to the object. */
    private void beginEmpty(PutObjectRequest request, String key) {
        PutObjectRequest empty =
                request.toBuilder().key(key).ifNoneMatch(null).contentLength(0L).build();
        PutObjectResponse unused = super.putBlob(empty, InputStream.nullInputStream());
    }

    private static void write(InputStream payload, Path file) throws IOException {
        byte[] part = new byte[PART];
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
            for (int read = payload.readNBytes(part, 0, PART); read > 0; read = payload.readNBytes(part, 0, PART)) {
                out.write(part, 0, read);
            }
        }
    }

    private static void record(String etag, Path file) throws IOException {
        UserDefinedFileAttributeView view = Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
        if (view != null && view.list().contains(ETAG)) { // absent on file systems without attributes
            int unused = view.write(ETAG, ByteBuffer.wrap(etag.getBytes(StandardCharsets.US_ASCII)));
        }
    }

    /** Gives the complete file its name, in one step, unless there is such an object. */
    private static void publish(Path file, Path object) throws IOException {
        try {
            Path unused = Files.createLink(object, file);
        } catch (UnsupportedOperationException e) { // a file system without links
            Path unused = Files.move(file, object);
        }
    }

    private static void delete(Path file) {
        try {
            boolean unused = Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("cannot delete unfinished object file={}", file, e); // at the next start
        }
    }
}
