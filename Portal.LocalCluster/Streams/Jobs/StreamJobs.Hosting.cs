using Portal.LocalCluster.Streams.Sql;

namespace Portal.LocalCluster.Streams.Jobs;

public sealed partial class StreamJobs
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var (records, torn) = store.Load();
        foreach (var (file, why) in torn)
        {
            LogTorn(file, why);
        }

        foreach (var record in records)
        {
            try
            {
                var job = Make(record, store);
                _jobs[record.Id] = job;
                if (!record.IsOver)
                {
                    job.Start();
                }
            }
            catch (SqlException unread)
            {
                LogUnread(record.Name, record.Id, unread.Message);
            }
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(
            _jobs.Values.Where(j => !j.Record.IsOver).Select(j => Task.Run(j.Suspend, CancellationToken.None))
        );

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "A job's record can't be read, so the job isn't started. It stays where it is: {File}: {Why}"
    )]
    private partial void LogTorn(string file, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "The job {Name} ({Id}) can't be read any more: {Why}")]
    private partial void LogUnread(string name, string id, string why);
}
