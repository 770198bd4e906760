package io.wellstream.trainer.engine.torch;

import io.wellstream.trainer.engine.Precision;
import io.wellstream.trainer.engine.UnusableDeviceException;
import java.io.IOException;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Context;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.global.torch;

/**
 * libtorch, loaded and set up.
 *
 * @param version of the library
 * @param kernels what it computes with, for people
 * @param threads that it uses
 */
record TorchLibrary(String version, String kernels, int threads, TorchSettings settings) {
    /** What the binding appends to the platform's name in its build for cards. */
    private static final String WITH_CUDA = "-gpu";

    private static final Pattern VERSION = Pattern.compile("TORCH_VERSION=([0-9.]+)");
    private static final Pattern ONEDNN = Pattern.compile("MKL-DNN v([0-9.]+)");

    static boolean isAvailable() {
        Properties platform = Loader.loadProperties();
        String file = platform.getProperty("platform.library.prefix", "") + "jnitorch"
                + platform.getProperty("platform.library.suffix", "");
        return Stream.of("", WITH_CUDA)
                .map(build -> "/org/bytedeco/pytorch/" + Loader.getPlatform() + build + "/" + file)
                .anyMatch(resource -> TorchLibrary.class.getResource(resource) != null);
    }

    static TorchLibrary load(TorchSettings settings) {
        if (!isAvailable()) {
            throw new UnusableDeviceException("engine torch has no native library for " + Loader.getPlatform()
                    + " in this build: use engine dl4j (wellstream.trainer.engines=dl4j)");
        }
        try {
            Loader.load(torch.class);
        } catch (UnsatisfiedLinkError | NoClassDefFoundError | ExceptionInInitializerError e) {
            throw new UnusableDeviceException("engine torch cannot load its native library: " + firstCause(e)
                    + (settings.isCuda() ? "; docs/engines.md says what a card needs" : ""));
        }
        int threads = settings.effectiveThreads();
        torch.set_num_threads(threads);
        TorchLibrary library = new TorchLibrary(versionInUse(), kernelsInUse(), threads, settings);
        library.requireDevice();
        if (settings.isCuda()) {
            repeatable();
        }
        return library;
    }

    /** For example the library that is missing; the errors after it name only the one that needs it. */
    private static String firstCause(Throwable error) {
        Throwable cause = error;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    /** Of several kernels, a card uses one that gives equal bits each time; and float32 is not rounded to TF32. */
    private static void repeatable() {
        try (PointerScope _ = new PointerScope()) {
            Context context = torch.globalContext();
            context.setBenchmarkCuDNN(false);
            context.setDeterministicCuDNN(true);
            context.setDeterministicAlgorithms(true, /* warn_only= */ true);
            context.setAllowTF32CuDNN(false);
            context.setAllowTF32CuBLAS(false);
        }
    }

    /** The binding's version, which contains that of the library it was built for; and the library's, if another one was given by path. */
    private static String versionInUse() {
        String binding = versionOfBinding();
        try (PointerScope _ = new PointerScope()) {
            Matcher library = VERSION.matcher(torch.show_config().getString());
            boolean isOther = library.find() && !binding.startsWith(library.group(1) + "-");
            return "libtorch " + (isOther ? library.group(1) + " through the binding " + binding : binding);
        }
    }

    private static String versionOfBinding() {
        try {
            return String.valueOf(Loader.getVersion("org.bytedeco", "pytorch"));
        } catch (IOException e) {
            return "of unknown version";
        }
    }

    private static String kernelsInUse() {
        try (PointerScope _ = new PointerScope()) {
            Matcher oneDnn = ONEDNN.matcher(torch.get_mkldnn_version().getString());
            return "oneDNN " + (oneDnn.find() ? oneDnn.group(1) : "of unknown version") + " for "
                    + torch.get_cpu_capability().getString();
        }
    }

    private void requireDevice() {
        if (!settings.isCuda()) {
            return;
        }
        if (!torch.cuda_is_available()) {
            throw new UnusableDeviceException("device " + settings.device()
                    + " was asked for, but libtorch finds no usable CUDA: see docs/engines.md for the driver and the libraries that"
                    + " it needs");
        }
        int cards = torch.cuda_device_count();
        if (settings.lastCard() >= cards) {
            throw new UnusableDeviceException("device " + settings.device() + " was asked for, but this machine has "
                    + (cards == 1 ? "one card, cuda:0" : cards + " cards, cuda:0 to cuda:" + (cards - 1)));
        }
    }

    TorchDevice device() {
        return new TorchDevice(
                this, settings.devices().stream().map(Device::new).toList(), Precision.FLOAT32);
    }

    String describe() {
        return version + " with " + kernels + ", " + Loader.getPlatform() + ", " + threads + " threads";
    }

    /** The device, and for a card the versions of CUDA and cuDNN, as NVIDIA numbers them. */
    String deviceName() {
        return settings.isCuda()
                ? settings.device() + ", CUDA " + Context.versionCUDART() + ", cuDNN " + Context.versionRuntimeCuDNN()
                : settings.device();
    }
}
