namespace Portal.Web.Parts;

/// <summary>What is inside each icon's SVG.</summary>
internal static class Drawings
{
    private const string Ring = """<circle cx="8" cy="8" r="6"/>""";

    public static string Of(Glyph glyph) =>
        glyph switch
        {
            Glyph.Ok => Ring + Path("m5.2 8.3 2 2 3.7-4.3"),
            Glyph.Busy => Path("M8 2a6 6 0 1 1-6 6"),
            Glyph.Wait => Ring + Path("M8 4.8V8l2.3 1.6"),
            Glyph.Warn => Path("M8 2.3 14.2 13.2H1.8ZM8 6.5v3.1M8 11.4v.02"),
            Glyph.Bad => Path("M5.5 2h5L14 5.5v5L10.5 14h-5L2 10.5v-5Zm.6 4.1 3.8 3.8m0-3.8L6.1 9.9"),
            Glyph.Unknown => """<circle cx="8" cy="8" r="6" stroke-dasharray="2.1 2.1"/>""" + Question,
            Glyph.Low => Ring + Path("M8 5v6M5.6 8.6 8 11l2.4-2.4"),
            Glyph.Off => Ring + Path("M5.5 8h5"),
            Glyph.Todo => """<circle cx="8" cy="8" r="6" stroke-dasharray="1 2.14"/>""",
            Glyph.Brand => Path("M2.5 14V8a5.5 5.5 0 0 1 11 0v6M6.2 14V8.2a1.8 1.8 0 0 1 3.6 0V14"),
            Glyph.Overview => Path("M2.2 8.3 8 3.2l5.8 5.1M4 7v6h8V7"),
            Glyph.Topic => Path("M2 4.2h12M2 8h12M2 11.8h7.5"),
            Glyph.Schema => Path(
                "M6 2.6c-1.8 0-1.7 1-1.7 2.2S4 7.4 2.8 8c1.2.6 1.5 2 1.5 3.2s-.1 2.2 1.7 2.2"
                    + "M10 2.6c1.8 0 1.7 1 1.7 2.2s.3 2.6 1.5 3.2c-1.2.6-1.5 2-1.5 3.2s.1 2.2-1.7 2.2"
            ),
            Glyph.Group => Path("M2.2 3.6h3.6v8.8H2.2M5.8 8h2.6M11.4 8H14") + """<circle cx="9.9" cy="8" r="1.5"/>""",
            Glyph.Job => Dots(3.6, 4, 3.6, 12, 12.4, 8) + Path("m5.2 4.8 5.6 2.5M5.2 11.2l5.6-2.5"),
            Glyph.Change => Dots(4, 3.8, 4, 12.2, 12, 12.2)
                + Path("M4 5.5v5M12 10.5V6.6A2.6 2.6 0 0 0 9.4 4H7.6m1.7-1.9L7.4 4l1.9 1.9"),
            Glyph.Health => Path("M2 8.4h2.9l1.7-4.8 2.9 8.8 1.7-4H14"),
            Glyph.Data => Path("M2.4 3.4h11.2v9.2H2.4Zm0 3h11.2m-7.2 0v6.2"),
            Glyph.Shield => Path("m8 2 4.8 1.7v3.8c0 3.1-2 5.3-4.8 6.4-2.8-1.1-4.8-3.3-4.8-6.4V3.7Z"),
            Glyph.Admin => Path("M2 4.6h5.9M12 4.6h2M2 11.4h2M8.1 11.4H14")
                + """<circle cx="9.9" cy="4.6" r="1.8"/><circle cx="6.1" cy="11.4" r="1.8"/>""",
            Glyph.Person => """<circle cx="8" cy="5.2" r="2.7"/>"""
                + Path("M2.9 13.6c.6-2.8 2.6-4.1 5.1-4.1s4.5 1.3 5.1 4.1"),
            Glyph.Lock => Path("M3.6 7.5h8.8v5.9H3.6Zm2-.1V5.1a2.4 2.4 0 0 1 4.8 0v2.3"),
            Glyph.Inbox => Path("M2.1 9.4 4 3.2h8l1.9 6.2v3.4H2.1Zm0 0h3.5l.9 1.5h3l.9-1.5h3.5"),
            Glyph.Comment => Path("M2.6 3.1h10.8v7.7H7.1L4.2 13.3v-2.5H2.6Z"),
            Glyph.Pin => Path("M8 9.6v4.2M5.1 2.6h5.8l-1 3.9 2 3H4.1l2-3Z"),
            Glyph.Rocket => Path("M8 13.2V4.3m-3.4 3.4L8 4.3l3.4 3.4M3.2 2.1h9.6"),
            Glyph.Undo => Path("M3.2 6.5h6.3a3.5 3.5 0 0 1 0 7H6.2M5.9 3.7 3.1 6.5l2.8 2.8"),
            Glyph.Copy => Path("M5.6 5.6h7.8v7.8H5.6Zm4.8 0v-3H2.6v7.8h3"),
            Glyph.Check => Path("m3.2 8.4 3.1 3.1 6.5-6.7"),
            Glyph.Cross => Path("m4.1 4.1 7.8 7.8m0-7.8-7.8 7.8"),
            Glyph.Plus => Path("M8 3.2v9.6M3.2 8h9.6"),
            Glyph.More => """<path d="M3.6 8v.02M8 8v.02M12.4 8v.02" stroke-width="2.2"/>""",
            Glyph.Menu => Path("M2.6 4.2h10.8M2.6 8h10.8M2.6 11.8h10.8"),
            Glyph.Search => """<circle cx="7" cy="7" r="4.4"/>""" + Path("m10.3 10.3 3.3 3.3"),
            Glyph.Help => Ring + Question,
            Glyph.Theme =>
                """<circle cx="8" cy="8" r="5.4"/><path d="M8 2.6v10.8A5.4 5.4 0 0 0 8 2.6Z" fill="currentColor"/>""",
            Glyph.Arrow => Path("M3.2 8h9.6M9.4 4.6 12.8 8l-3.4 3.4"),
            Glyph.Up => Path("m4.2 9.9 3.8-3.8 3.8 3.8"),
            Glyph.Down => Path("m4.2 6.1 3.8 3.8 3.8-3.8"),
            Glyph.Shuffle => Path("M2.2 5h2.3l6 6H14M2.2 11h2.3L6 9.5M9 6.5 10.5 5H14m-2-2 2 2-2 2m0 2 2 2-2 2"),
            _ => throw new ArgumentOutOfRangeException(nameof(glyph), glyph, "An icon without a drawing"),
        };

    private static string Question => Path("M6.5 6.5a1.5 1.5 0 1 1 2.2 1.3c-.5.3-.7.5-.7 1M8 10.8v.02");

    private static string Path(string d) => $"""<path d="{d}"/>""";

    private static string Dots(params double[] at) =>
        string.Concat(
            at.Chunk(2).Select(c => FormattableString.Invariant($"""<circle cx="{c[0]}" cy="{c[1]}" r="1.7"/>"""))
        );
}
