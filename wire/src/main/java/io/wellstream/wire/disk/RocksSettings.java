package io.wellstream.wire.disk;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.FlushOptions;
import org.rocksdb.IndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.NativeLibraryLoader;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksObject;
import org.rocksdb.WriteBufferManager;
import org.rocksdb.WriteOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How RocksDB keeps a map: with the same bound on memory whatever the map's size. */
final class RocksSettings implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RocksSettings.class);

    /** Of blocks read, indexes and filters; the buffers of writes count against it. */
    private static final long MEMORY = 64L << 20;

    private static final long WRITE_BUFFER = 16L << 20;
    private static final int BLOCK = 16 << 10;
    private static final int FILTER_BITS_PER_KEY = 10;
    private static final int FORMAT = 5;

    private final Cache memory = new LRUCache(MEMORY);
    private final WriteBufferManager buffers = new WriteBufferManager(2 * WRITE_BUFFER, memory);
    private final BloomFilter filter = new BloomFilter(FILTER_BITS_PER_KEY);
    private final WriteOptions write = new WriteOptions().setDisableWAL(true);
    private final FlushOptions flush = new FlushOptions().setWaitForFlush(true);
    private final Options open = new Options()
            .setCreateIfMissing(true)
            .setWriteBufferManager(buffers)
            .setWriteBufferSize(WRITE_BUFFER)
            .setMaxWriteBufferNumber(3)
            .setMaxBackgroundJobs(2)
            .setLevelCompactionDynamicLevelBytes(true)
            .setCompressionType(CompressionType.LZ4_COMPRESSION)
            .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
            .setKeepLogFileNum(2)
            .setMaxLogFileSize(1 << 20)
            .setTableFormatConfig(new BlockBasedTableConfig()
                    .setBlockCache(memory)
                    .setBlockSize(BLOCK)
                    .setFormatVersion(FORMAT)
                    .setFilterPolicy(filter)
                    .setPartitionFilters(true)
                    .setIndexType(IndexType.kTwoLevelIndexSearch)
                    .setCacheIndexAndFilterBlocks(true));

    /** Unpacks and loads the native library, once per process, beside the table: under one name, so that kills leave no copies. */
    static synchronized void load(Path folder) {
        try {
            NativeLibraryLoader.getInstance().loadLibrary(folder.toString());
        } catch (IOException | UnsatisfiedLinkError e) { // as on a disk from which no code may be run
            LOG.info("native library not loaded from folder={} reason=\"{}\"", folder, e.getMessage());
        }
        RocksDB.loadLibrary(); // from the platform's temporary folder, unless it is loaded
    }

    Options open() {
        return open;
    }

    WriteOptions write() {
        return write;
    }

    FlushOptions flush() {
        return flush;
    }

    @Override
    public void close() {
        List.<RocksObject>of(open, write, flush, filter, buffers, memory).forEach(RocksObject::close);
    }
}
