using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;

namespace Portal.Workers.Applying;

/// <summary>
/// What a run knows of any step: the same questions for every kind. All throw <see cref="Engines.EngineException"/>,
/// and all may be asked again by another worker after this one died in the middle.
/// </summary>
public interface IStepHandler
{
    Type Kind { get; }

    /// <summary>
    /// Whether a try that never ended may have left something though it looks as before the step: what the step writes in two places, and is judged by one, or
    /// what the node that answers has lost. Then it is taken back all the same.
    /// </summary>
    bool MayBeHalfDone => false;

    /// <summary>
    /// Whether it may look as after the step though it isn't done: a node may have lost what the others still have. Then the step acts all the same, and only
    /// what is seen after that counts.
    /// </summary>
    bool MayLookDone => false;

    /// <summary>What is there now: as before the step, as after it, or something else.</summary>
    Task<Observation> Observe(Step step, StepScope scope, CancellationToken stop);

    /// <summary>
    /// After a try whose answer never came, or a refusal that says it is done: what it did gets the time that every node
    /// needs to show it.
    /// </summary>
    Task<Observation> ObserveAfterTry(Step step, StepScope scope, CancellationToken stop) =>
        scope.Retry.Until(again => Observe(step, scope, again), found => found.State != ObservedState.Before, stop);

    /// <summary>Absolute, safe to repeat. Gives the engine's id of what it made, if it made something.</summary>
    Task<EngineId?> Act(Step step, StepScope scope, CancellationToken stop);

    /// <summary>What is there after the step, once every node had the time to show it: looked at, not assumed.</summary>
    Task<Observation> Verify(Step step, StepScope scope, CancellationToken stop);

    /// <summary>Takes the step back as far as it is still to be taken back, and looks whether it is.</summary>
    Task<Verdict> Undo(Step step, Undoing undoing, StepScope scope, CancellationToken stop);
}

/// <inheritdoc cref="IStepHandler"/>
public interface IStepHandler<in TStep> : IStepHandler
    where TStep : Step
{
    Type IStepHandler.Kind => typeof(TStep);

    Task<Observation> Observe(TStep step, StepScope scope, CancellationToken stop);

    Task<EngineId?> Act(TStep step, StepScope scope, CancellationToken stop);

    /// <summary>Unless a kind knows sooner that it won't be: until it is as after the step.</summary>
    Task<Observation> Verify(TStep step, StepScope scope, CancellationToken stop) =>
        scope.Retry.Until(again => Observe(step, scope, again), found => found.State == ObservedState.After, stop);

    Task<Verdict> Undo(TStep step, Undoing undoing, StepScope scope, CancellationToken stop);

    Task<Observation> IStepHandler.Observe(Step step, StepScope scope, CancellationToken stop) =>
        Observe((TStep)step, scope, stop);

    Task<EngineId?> IStepHandler.Act(Step step, StepScope scope, CancellationToken stop) =>
        Act((TStep)step, scope, stop);

    Task<Observation> IStepHandler.Verify(Step step, StepScope scope, CancellationToken stop) =>
        Verify((TStep)step, scope, stop);

    Task<Verdict> IStepHandler.Undo(Step step, Undoing undoing, StepScope scope, CancellationToken stop) =>
        Undo((TStep)step, undoing, scope, stop);
}

/// <param name="Resource">The resource as it was seen; null when there was none.</param>
/// <param name="Words">What was seen, for a person.</param>
public sealed record Observation(ObservedState State, ResourceState? Resource, string Words)
{
    /// <summary>Of a step that waits and isn't done yet: how far it is.</summary>
    public WaitProgress? Progress { get; init; }

    /// <summary>What else was seen when the step was done, or what remains of one that left nothing to take back: whole sentences; null: nothing.</summary>
    public string? Remarks { get; init; }
}

/// <summary>Whether a step was taken back, or what is there instead.</summary>
/// <param name="Words">Why it can't be taken back; of one that was, what remains of it: whole sentences, empty when nothing does.</param>
public sealed record Verdict(bool Holds, string Words)
{
    public static readonly Verdict Good = new(true, "");

    /// <summary>Taken back, and yet something remains that a person has to know of.</summary>
    public static Verdict Leaving(string words) => new(true, words);

    public static Verdict Not(string words) => new(false, words);
}

/// <summary>What the journal knows of a step that is to be taken back.</summary>
/// <param name="Incarnation">The incarnation made or met; null when the step made none.</param>
/// <param name="Origin">How it came to be done; null: a try never ended, and it looked as before the step.</param>
/// <param name="IsRepeated">A try before this one began, and may have taken it back already.</param>
public sealed record Undoing(BeforeImage Before, EngineId? Incarnation, StepOrigin? Origin, bool IsRepeated = false);
