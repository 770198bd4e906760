package io.wellstream.ingest.files;

import java.util.List;

/** The names of an archive's entries: relative paths that stay within the archive, each with only one way to write it. */
final class EntryName {
    private static final int LONGEST = 255;
    private static final String MACOS_LEFTOVERS = "__MACOSX/";

    private EntryName() {}

    static boolean isFolder(String name) {
        return name.endsWith("/");
    }

    /** Refuses the archive for a name that leads out of it, or that two programs may read differently. */
    static void check(String archive, String name) {
        if (name.isEmpty() || name.length() > LONGEST) {
            throw bad(archive, shown(name), "has a name of " + name.length() + " characters", "1 to " + LONGEST);
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw bad(archive, shown(name), "has a control character in its name", "a printable name");
        }
        if (name.startsWith("/") || name.contains("\\") || name.matches("[A-Za-z]:.*")) {
            throw bad(archive, name, "is not a relative path", "one with / between folders, such as train/HUVEC-01/…");
        }
        String path = isFolder(name) ? name.substring(0, name.length() - 1) : name;
        for (String part : path.split("/", -1)) {
            if (part.equals("..")) {
                throw bad(archive, name, "leads out of the archive", "a path without ..");
            }
            if (part.isEmpty() || part.equals(".")) {
                throw bad(archive, name, "has an empty part in its path", "a path such as train/HUVEC-01/…");
            }
        }
    }

    /** The folder that contains all entries, with its slash; empty if there is no such folder. */
    static String commonTop(List<ZipMember> members) {
        String top = "";
        for (ZipMember member : members) {
            if (member.name().startsWith(MACOS_LEFTOVERS)) {
                continue;
            }
            String first = member.name().substring(0, member.name().indexOf('/') + 1);
            if (first.isEmpty() || !(top.isEmpty() || top.equals(first))) {
                return "";
            }
            top = first;
        }
        return top;
    }

    private static String shown(String name) {
        String start = name.substring(0, Math.min(40, name.length()));
        return start.replaceAll("\\p{Cntrl}", "\uFFFD") + (start.length() < name.length() ? "…" : "");
    }

    private static InvalidScreenException bad(String archive, String name, String what, String expected) {
        return new InvalidScreenException(archive + ": entry '" + name + "' " + what + "; expected " + expected);
    }
}
