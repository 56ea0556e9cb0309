namespace Portal.Core.Jobs;

/// <summary>How often a record counts in a job's state after a failure.</summary>
public enum CheckpointMode
{
    ExactlyOnce,

    /// <summary>Checkpoints wait for no input, so records that came after one may be in it, and count again after a failure.</summary>
    AtLeastOnce,
}

/// <summary>Checkpoint modes, by a job's guarantee.</summary>
public static class CheckpointModes
{
    /// <summary>What a job's checkpoints are where it doesn't set their mode.</summary>
    public static CheckpointMode Of(JobGuarantee guarantee) =>
        guarantee == JobGuarantee.ExactlyOnce ? CheckpointMode.ExactlyOnce : CheckpointMode.AtLeastOnce;
}
