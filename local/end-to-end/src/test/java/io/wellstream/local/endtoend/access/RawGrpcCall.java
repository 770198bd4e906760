package io.wellstream.local.endtoend.access;

import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Exception;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Headers;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** A gRPC call written by hand (RFC 9113), so that a message can declare a length that no client library would send. */
final class RawGrpcCall implements AutoCloseable {
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RESET = 3;
    private static final int SETTINGS = 4;
    private static final int GOAWAY = 7;
    private static final int END_HEADERS = 4;
    private static final int END_STREAM = 1;
    private static final int PRIORITY = 0x20;
    private static final int PRIORITY_LENGTH = 5;
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;
    private final DataOutputStream out;
    private final DataInputStream in;

    RawGrpcCall(URI server, String path, String token) throws IOException, Http2Exception {
        socket = new Socket(server.getHost(), server.getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
        out = new DataOutputStream(socket.getOutputStream());
        in = new DataInputStream(socket.getInputStream());
        out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        frame(SETTINGS, 0, 0, new byte[0]);
        Http2Headers headers = new DefaultHttp2Headers()
                .method("POST")
                .scheme("http")
                .authority(server.getAuthority())
                .path(path)
                .add("content-type", "application/grpc")
                .add("te", "trailers")
                .add("authorization", "Bearer " + token);
        ByteBuf block = Unpooled.buffer();
        new DefaultHttp2HeadersEncoder().encodeHeaders(1, headers, block);
        byte[] bytes = new byte[block.readableBytes()];
        block.readBytes(bytes);
        frame(HEADERS, END_HEADERS, 1, bytes);
    }

    /** Starts a message with a declared length, and sends only a few bytes of it. */
    void beginMessage(int declared) throws IOException {
        ByteBuffer start =
                ByteBuffer.allocate(5 + 1024).put((byte) 0).putInt(declared).clear();
        frame(DATA, 0, 1, start.array());
    }

    /** The headers with which the server ended the call; empty if it ended the stream or the connection without any. */
    Map<String, String> end() throws IOException, Http2Exception {
        DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder();
        Map<String, String> found = new HashMap<>();
        while (true) {
            int length = in.readUnsignedShort() << 8 | in.readUnsignedByte();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            in.readInt();
            byte[] payload = in.readNBytes(length);
            if (type == HEADERS) {
                int from = (flags & PRIORITY) == 0 ? 0 : PRIORITY_LENGTH;
                decoder.decodeHeaders(1, Unpooled.wrappedBuffer(payload, from, length - from))
                        .forEach(header -> found.put(
                                header.getKey().toString(), header.getValue().toString()));
            }
            if (type == RESET || type == GOAWAY || (type == HEADERS && (flags & END_STREAM) != 0)) {
                return found;
            }
        }
    }

    private void frame(int type, int flags, int stream, byte[] payload) throws IOException {
        out.writeByte(payload.length >> 16);
        out.writeShort(payload.length & 0xffff);
        out.writeByte(type);
        out.writeByte(flags);
        out.writeInt(stream);
        out.write(payload);
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
