namespace Portal.Web.Parts;

/// <summary>How something is. The only thing that has a colour in the portal, and never without its icon and a word.</summary>
public enum Tone
{
    Ok,
    Busy,
    Wait,
    Warn,
    Bad,
    Unknown,
    Off,

    /// <summary>Weighed, and light: a low risk.</summary>
    Low,

    /// <summary>Meant to be done; nothing waits for it yet.</summary>
    Todo,
}

public static class Tones
{
    public static Glyph Glyph(this Tone tone) =>
        tone switch
        {
            Tone.Ok => Parts.Glyph.Ok,
            Tone.Busy => Parts.Glyph.Busy,
            Tone.Wait => Parts.Glyph.Wait,
            Tone.Warn => Parts.Glyph.Warn,
            Tone.Bad => Parts.Glyph.Bad,
            Tone.Unknown => Parts.Glyph.Unknown,
            Tone.Low => Parts.Glyph.Low,
            Tone.Todo => Parts.Glyph.Todo,
            _ => Parts.Glyph.Off,
        };

    public static string Css(this Tone tone) =>
        tone switch
        {
            Tone.Ok => "is-ok",
            Tone.Busy => "is-busy",
            Tone.Wait => "is-wait",
            Tone.Warn => "is-warn",
            Tone.Bad => "is-bad",
            Tone.Unknown => "is-unknown",
            _ => "is-off",
        };
}
