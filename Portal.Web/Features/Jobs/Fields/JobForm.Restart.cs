using Portal.Core.Jobs;

namespace Portal.Web.Features.Jobs.Fields;

/// <summary>How the job's checkpoints are made, how it is started again after a failure, and how long its state lives, as they are typed.</summary>
public sealed partial class JobForm
{
    public RestartChoice RestartBy { get; set; }

    public string RestartAttempts { get; set; } = "3";

    public string RestartDelay { get; set; } = "10";

    public string RestartMaxDelay { get; set; } = "300";

    /// <summary>Empty: it is kept for good.</summary>
    public string StateTtl { get; set; } = "";

    public string CheckpointSeconds { get; set; } = "30";

    public CheckpointChoice CheckpointsIn { get; set; }

    private CheckpointMode? Mode() =>
        CheckpointsIn switch
        {
            CheckpointChoice.ByGuarantee => null,
            CheckpointChoice.ExactlyOnce => CheckpointMode.ExactlyOnce,
            _ => CheckpointMode.AtLeastOnce,
        };

    private JobRestart? Restart() =>
        RestartBy switch
        {
            RestartChoice.ByFlink => null,
            RestartChoice.FixedDelay => new(RestartStrategy.FixedDelay, Whole(RestartAttempts), Whole(RestartDelay)),
            RestartChoice.ExponentialDelay => new(
                RestartStrategy.ExponentialDelay,
                null,
                Whole(RestartDelay),
                Whole(RestartMaxDelay)
            ),
            _ => new(RestartStrategy.None),
        };

    private void Fill(JobDefinition now)
    {
        RestartBy = now.Restart?.Strategy switch
        {
            null => RestartChoice.ByFlink,
            RestartStrategy.FixedDelay => RestartChoice.FixedDelay,
            RestartStrategy.ExponentialDelay => RestartChoice.ExponentialDelay,
            _ => RestartChoice.None,
        };
        RestartAttempts = now.Restart?.Attempts is { } attempts ? Text(attempts) : RestartAttempts;
        RestartDelay = now.Restart?.DelaySeconds is { } delay ? Text(delay) : RestartDelay;
        RestartMaxDelay = now.Restart?.MaxDelaySeconds is { } most ? Text(most) : RestartMaxDelay;
        CheckpointsIn = now.CheckpointMode switch
        {
            null => CheckpointChoice.ByGuarantee,
            CheckpointMode.ExactlyOnce => CheckpointChoice.ExactlyOnce,
            _ => CheckpointChoice.AtLeastOnce,
        };
        StateTtl = now.StateTtlSeconds is { } ttl ? Text(ttl) : "";
    }

    private void Fill(JobAnswers answers)
    {
        (RestartBy, StateTtl, CheckpointsIn) = (answers.RestartBy, answers.StateTtl, answers.CheckpointsIn);
        (RestartAttempts, RestartDelay, RestartMaxDelay) = (
            answers.RestartAttempts,
            answers.RestartDelay,
            answers.RestartMaxDelay
        );
    }
}
