using System.Text.RegularExpressions;

namespace Portal.Schemas.Avro;

/// <summary>"Names": letters, digits and _, not a digit first; dots part the namespace.</summary>
internal static partial class AvroNames
{
    public const string Rule = "can't be a name: letters, digits and _ only, and no digit first";

    private static readonly Dictionary<string, AvroKind> Primitives = Enum.GetValues<AvroKind>()
        .ToDictionary(kind => kind.ToString().ToLowerInvariant(), StringComparer.Ordinal);

    public static AvroKind? Primitive(string name) => Primitives.TryGetValue(name, out var kind) ? kind : null;

    public static bool IsName(string name) => Part().IsMatch(name);

    public static bool IsFullName(string name) => name.Split('.').All(IsName);

    /// <summary>A name with a dot is whole already; another one lies in the namespace around it.</summary>
    public static string Full(string name, string space) =>
        name.Contains('.', StringComparison.Ordinal) || space.Length == 0 ? name : $"{space}.{name}";

    public static string SpaceOf(string fullName) =>
        fullName.LastIndexOf('.') is >= 0 and var dot ? fullName[..dot] : "";

    /// <summary>"Unions": what a branch is told by; no two of one union may have the same.</summary>
    public static string InUnion(AvroType branch) =>
        branch switch
        {
            AvroPrimitive simple => simple.Name,
            AvroArray => "array",
            AvroMap => "map",
            AvroUse use => use.FullName,
            _ => "union",
        };

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Part();
}
