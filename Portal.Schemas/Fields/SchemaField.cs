using System.Security.Cryptography;
using System.Text;

namespace Portal.Schemas.Fields;

/// <summary>A field of a schema as a person reads it, whatever its format.</summary>
/// <param name="Path">From the outside: “customer.name”, “lines[].sku”, “totals[key].amount”.</param>
/// <param name="Type">In words: “long”, “string or null”, “array of record orders.Line”.</param>
/// <param name="IsRequired">A record without it can't be written, or isn't valid.</param>
/// <param name="Default">As JSON; null when there is none.</param>
/// <param name="Doc">What its author says of it; null when nothing.</param>
/// <param name="Number">What stands for its name in a record; null where names do.</param>
public sealed record SchemaField(
    string Path,
    string Type,
    bool IsRequired,
    string? Default,
    string? Doc,
    int? Number = null
)
{
    /// <summary>Fields within so many others are no longer told.</summary>
    internal const int Deepest = 100;

    // A schema of megabytes may say all of them of each of its fields.
    private const int Longest = 300;

    /// <summary>What was cut off, by a digest: two that are alike as far as they are kept may differ there.</summary>
    internal (ulong Path, ulong Type, ulong Default, ulong Doc) Rest { get; private init; }

    /// <summary>With what is long cut.</summary>
    internal SchemaField InShort() =>
        this with
        {
            Path = Cut(Path)!,
            Type = Cut(Type)!,
            Default = Cut(Default),
            Doc = Cut(Doc),
            Rest = (Digest(Path), Digest(Type), Digest(Default), Digest(Doc)),
        };

    private static string? Cut(string? words) => words is { Length: > Longest } ? $"{words[..Longest]}…" : words;

    private static ulong Digest(string? words) =>
        words is { Length: > Longest }
            ? BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes(words[Longest..])))
            : 0;

    internal static string Below(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    internal static string Items(string path) => $"{path}[]";

    internal static string Values(string path) => $"{path}[key]";
}
