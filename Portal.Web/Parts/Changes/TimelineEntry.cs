using Microsoft.AspNetCore.Components;

namespace Portal.Web.Parts;

/// <summary>Something that happened.</summary>
/// <param name="Comment">Words somebody added.</param>
/// <param name="Suspect">Likely the cause of what is wrong now.</param>
public sealed record TimelineEntry(
    Glyph Glyph,
    RenderFragment Words,
    DateTimeOffset At,
    string? Comment = null,
    bool Suspect = false
);
