using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json.Serialization;

namespace Portal.Core.Resources;

/// <summary>How far a step can be taken back.</summary>
public enum Reversal
{
    /// <summary>Undone by writing the before-image again.</summary>
    Full,

    /// <summary>Undone while nothing was written to what it made; after that only a person can decide.</summary>
    WhileEmpty,

    /// <summary>Can only go forward: this is the point of no return.</summary>
    None,
}

/// <summary>What a step does to whether its resource is there.</summary>
public enum StepEffect
{
    Keeps,
    Makes,
    Removes,
}

/// <summary>
/// One step of a plan, on one resource. Values are absolute, so that doing it twice is doing it once. What it acts on is
/// named by the engine's id wherever there is one. A kind's own steps lie in its folder and carry a
/// <see cref="StoredAsAttribute"/>: nothing else knows which steps there are.
/// </summary>
[StoredForms("kind")]
public abstract record Step(ResourceRef On)
{
    /// <summary>What it is called in the API and in the store: "create-topic".</summary>
    [JsonIgnore]
    public string Word => GetType().GetCustomAttribute<StoredAsAttribute>()!.Word;

    [JsonIgnore]
    public abstract Reversal Reversal { get; }

    [JsonIgnore]
    public virtual StepEffect Effect => StepEffect.Keeps;

    /// <summary>What is there is lost by it: who approves that in production has signed in a moment ago.</summary>
    [JsonIgnore]
    public virtual bool Destroys => Effect == StepEffect.Removes;

    /// <summary>It changes nothing and waits until what was made holds: after all that makes something, before all that can't be undone.</summary>
    [JsonIgnore]
    public virtual bool IsWait => false;

    /// <summary>
    /// It tries the rest of the plan beside what runs: before everything else of its resource but what prepares it, in the order it was planned
    /// in, and nothing of it is left at the end.
    /// </summary>
    [JsonIgnore]
    public virtual bool IsRehearsal => false;

    /// <summary>
    /// Nothing uses what it brings but another step, and after that nobody needs it: where its resource is rehearsed, it comes first, because the
    /// rehearsal uses it too.
    /// </summary>
    [JsonIgnore]
    public virtual bool IsPreparation => false;

    /// <summary>It changes only what the portal keeps: it is written in the transaction in which its run ends, and no engine is asked.</summary>
    [JsonIgnore]
    public virtual bool IsOnlyRecorded => false;

    /// <summary>The absolute values it moves, by field; none for a step that removes.</summary>
    [JsonIgnore]
    public abstract ImmutableArray<FieldMove> Moves { get; }

    /// <summary>What it moves, a line each, for a person.</summary>
    /// <param name="seen">What was seen beside its plan; null: nothing.</param>
    public virtual IReadOnlyList<string> Details(ResourceEvidence? seen) => [.. Moves.Select(move => move.InWords())];

    /// <summary>What it will do, to head a line: "Grow orders from 3 to 6 partitions".</summary>
    [JsonIgnore]
    public abstract string Title { get; }

    /// <summary>What it did, as the audit keeps it, without a full stop: "orders grown from 3 to 6 partitions".</summary>
    [JsonIgnore]
    public abstract string Done { get; }
}
