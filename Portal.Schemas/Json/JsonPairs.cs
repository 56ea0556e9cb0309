using System.Runtime.CompilerServices;
using Portal.Schemas.Text;

namespace Portal.Schemas.Json;

/// <summary>Pairs by where they stand: what looks the same may be walked again, and a schema that holds itself ends.</summary>
internal sealed class JsonPairs : IEqualityComparer<(JsonPart, JsonPart)>
{
    public static readonly JsonPairs Instance = new();

    public bool Equals((JsonPart, JsonPart) x, (JsonPart, JsonPart) y) =>
        ReferenceEquals(x.Item1, y.Item1) && ReferenceEquals(x.Item2, y.Item2);

    public int GetHashCode((JsonPart, JsonPart) pair) =>
        HashCode.Combine(RuntimeHelpers.GetHashCode(pair.Item1), RuntimeHelpers.GetHashCode(pair.Item2));
}
