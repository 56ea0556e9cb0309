namespace Portal.Schemas.Fields;

/// <summary>A field of a schema as a person reads it, whatever its format.</summary>
/// <param name="Path">From the outside: “customer.name”, “lines[].sku”, “totals[key].amount”.</param>
/// <param name="Type">In words: “long”, “string or null”, “array of record orders.Line”.</param>
/// <param name="IsRequired">A record without it can't be written, or isn't valid.</param>
/// <param name="Default">As JSON; null when there is none.</param>
/// <param name="Doc">What its author says of it; null when nothing.</param>
public sealed record SchemaField(string Path, string Type, bool IsRequired, string? Default, string? Doc)
{
    /// <summary>Fields within so many others are no longer told.</summary>
    internal const int Deepest = 100;

    // A schema of megabytes may say all of them of each of its fields.
    private const int Longest = 300;

    /// <summary>With what is long cut.</summary>
    internal SchemaField InShort() => new(Cut(Path)!, Cut(Type)!, IsRequired, Cut(Default), Cut(Doc));

    private static string? Cut(string? words) => words is { Length: > Longest } ? $"{words[..Longest]}…" : words;

    internal static string Below(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    internal static string Items(string path) => $"{path}[]";

    internal static string Values(string path) => $"{path}[key]";
}
