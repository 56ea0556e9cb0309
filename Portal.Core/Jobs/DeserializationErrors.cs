namespace Portal.Core.Jobs;

/// <summary>What happens at a record of a source that can't be decoded.</summary>
public enum DeserializationErrorPolicy
{
    /// <summary>The job fails, and restarts at the same record until somebody acts.</summary>
    Fail,

    /// <summary>The record is left out, and written as it is to the dead-letter topic.</summary>
    Skip,
}

/// <summary>What a job does with records of its sources that can't be decoded.</summary>
/// <param name="DeadLetterTopic">With its cluster: <c>prod.orders-dlq</c>. Null where no record is skipped.</param>
public sealed record DeserializationErrors(DeserializationErrorPolicy Policy, string? DeadLetterTopic);
