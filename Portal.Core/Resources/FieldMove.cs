namespace Portal.Core.Resources;

/// <summary>A field of a resource that is one value before and another after; null where it isn't set and a default holds.</summary>
public sealed record FieldMove(string Field, string? Before, string? After)
{
    public string InWords() => $"{Field} {Before ?? "its default"} → {After ?? "its default"}";
}
