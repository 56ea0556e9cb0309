namespace Portal.LocalCluster.Streams.Jobs;

public sealed partial class StreamJob
{
    public void Request(SavepointRequest request)
    {
        if (_record.State != JobStates.Running || IsWaitingForSlots || _store is null)
        {
            request.Failed(_store is null ? "A query whose rows are collected keeps no state." : NotRunning);
            return;
        }

        _savepoints.Enqueue(request);
    }

    private string NotRunning =>
        $"Checkpoint triggering task {(Vertices is [var first, ..] ? first.Name : "")} (1/1) of job {_record.Id} is not being executed at the moment. Aborting checkpoint. Failure reason: Not all required tasks are currently running.";

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
