package org.maillon.web.publish;

/** Text inside XML (XML 1.0 §2.4). */
final class XmlText {
    private XmlText() {}

    static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c < 0x20 ? ' ' : c);
            }
        }
        return out.toString();
    }

    static String element(String name, Object text) {
        return "<" + name + ">" + escaped(text.toString()) + "</" + name + ">\n";
    }
}
