namespace Portal.LocalCluster.Streams.Jobs;

public sealed partial class StreamJob
{
    /// <returns>The job ends with it.</returns>
    private bool Savepoint(RunningPlan running, SavepointRequest request)
    {
        try
        {
            if (Write(running, request) is { } failure)
            {
                request.Failed(
                    $"An Exception occurred while triggering the checkpoint. IO-problem detected. {JobFault.Of(failure).Words}"
                );
                return false;
            }
        }
        catch (Exception failed)
        {
            request.Failed(JobFault.Of(failed).Words);
            throw;
        }

        if (!request.Stops || End())
        {
            request.Done();
        }

        return request.Stops;
    }

    private bool End()
    {
        if (!KeepEnd(_record.In(JobStates.Finished, NowMs)))
        {
            return false;
        }

        _store?.DeleteCheckpoints(_record.Id);
        return true;
    }
}
