using Microsoft.AspNetCore.Components;

namespace Portal.Web.Parts;

/// <summary>A fact with its icon: a check's verdict, an approval, a reason.</summary>
/// <param name="Spoken">What the icon says, for who doesn't see it: passed, failed, waiting.</param>
/// <param name="More">The evidence, in smaller words.</param>
/// <param name="End">Where it comes from, or when.</param>
public sealed record CheckLine(
    Tone Tone,
    string Spoken,
    RenderFragment Words,
    RenderFragment? More = null,
    RenderFragment? End = null
);
