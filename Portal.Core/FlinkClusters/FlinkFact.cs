using System.Text.Json.Serialization;

namespace Portal.Core.FlinkClusters;

public enum FlinkFactState
{
    /// <summary>As jobs need it that survive an outage with each record counted once.</summary>
    Fine,

    /// <summary>It isn't; the remedy is what to do.</summary>
    Missing,

    /// <summary>It can't be read from here.</summary>
    Unknown,
}

/// <summary>One thing that was found out about a Flink.</summary>
/// <param name="Name">Which it is, the same for every Flink: "checkpoint-storage".</param>
/// <param name="Words">What is there, without a full stop.</param>
/// <param name="Effect">What follows from it, as a sentence; null where nothing does.</param>
/// <param name="Remedy">What to do, as a sentence; null where nothing is to be done.</param>
public sealed record FlinkFact(
    string Name,
    FlinkFactState State,
    string Words,
    string? Effect = null,
    string? Remedy = null
)
{
    /// <summary>What follows and what to do; null where there is neither.</summary>
    [JsonIgnore]
    public string? Advice =>
        string.Join(" ", new[] { Effect, Remedy }.OfType<string>()) is { Length: > 0 } words ? words : null;

    internal static FlinkFact Fine(string name, string words, string? effect = null) =>
        new(name, FlinkFactState.Fine, words, effect);

    internal static FlinkFact Missing(string name, string words, string effect, string remedy) =>
        new(name, FlinkFactState.Missing, words, effect, remedy);

    internal static FlinkFact Unknown(string name, string words, string effect, string remedy) =>
        new(name, FlinkFactState.Unknown, words, effect, remedy);
}
