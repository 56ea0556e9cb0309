using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Wording;

namespace Portal.Core.Jobs.Upgrades;

/// <summary>What becomes of the state of a program's operators in another version of it.</summary>
/// <param name="Same">How many are in both versions.</param>
/// <param name="Gone">Those whose state isn't carried over, by name.</param>
/// <param name="Fresh">Those that begin empty, by name.</param>
/// <param name="Taken">Those that get the state of one with another name: they were renamed, or took its place. Each as "twice that of sum".</param>
/// <param name="IsRechained">Operators are chained otherwise, which moves those without a uid of their own.</param>
/// <param name="Unknown">Why both versions aren't compared; null when they are.</param>
public sealed record ProgramChange(
    int Same,
    ImmutableArray<string> Gone,
    ImmutableArray<string> Fresh,
    ImmutableArray<string> Taken,
    bool IsRechained,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Unknown = null
)
{
    /// <summary>To compare them both programs are run up to their execute(), with all rights of their Flink.</summary>
    public static readonly ProgramChange NotApproved = NotKnown(
        "a program runs only once it is approved. Both versions are compared then, before anything is stopped; where an operator isn't carried over, the change is planned again and names it."
    );

    public static ProgramChange NotKnown(string why) => new(0, [], [], [], IsRechained: false, why);

    [JsonIgnore]
    public bool IsKnown => Unknown is null;

    /// <summary>In a sentence or two; only where it is known.</summary>
    [JsonIgnore]
    public string InWords => IsRechained ? $"{Compared} {Rechained}" : Compared;

    private string Compared =>
        Gone.Length + Fresh.Length + Taken.Length == 0
            ? $"{Quantity.Of(Same, "operator is", "operators are")} the same in both versions, and there are no others."
            : StateOperators.InWords("the operators", Same, Gone, Fresh, Taken);

    private const string Rechained =
        "They are chained otherwise, which moves those that have no uid of their own: their state isn't carried over then.";
}
