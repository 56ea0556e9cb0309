using Microsoft.Extensions.Options;
using Portal.LocalCluster.Log;
using Portal.LocalCluster.Topics;

namespace Portal.LocalCluster.Broker;

/// <summary>Opens a port for each broker when the process starts, and pauses and resumes brokers at an operator's word.</summary>
public sealed partial class BrokerPorts(
    Cluster cluster,
    IOptions<LocalClusterOptions> options,
    ILogger<BrokerPorts> logger
) : IHostedService, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<int, BrokerPort[]> _ports = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Banner(cluster.State.ClusterId, options.Value.DataDirectory);
        var found = cluster.Logs.Recover();
        if (found.CutBytes > 0)
        {
            TornTail(found.CutBytes);
        }

        foreach (var folder in found.SetAside)
        {
            SetAside(folder);
        }

        foreach (var folder in found.BehindDamage)
        {
            BehindDamage(folder);
        }

        var limit = new ConnectionLimit(options.Value.MaxConnections);
        foreach (var broker in cluster.State.Brokers)
        {
            _ports.Add(
                broker,
                [.. Listener.Of(options.Value).Select(at => new BrokerPort(broker, at, cluster, limit, logger))]
            );
            Open(broker);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(cluster.State.Living.Where(_ports.ContainsKey).Select(Close));

    /// <summary>Takes a broker out of service: what it leads moves where a replica lives, its port closes. False when there is no such living broker.</summary>
    public Task<bool> Pause(int broker) =>
        InTurn(async () =>
        {
            if (!cluster.State.Lives(broker))
            {
                return false;
            }

            cluster.Controller.Decide(_ => [new ClusterEvent.BrokerPaused(broker)]);
            await Close(broker);
            Paused(broker);
            return true;
        });

    /// <summary>Puts a paused broker back into service, and what it is first replica of back under its lead. False when it isn't paused.</summary>
    public Task<bool> Resume(int broker) =>
        InTurn(() =>
        {
            if (!cluster.State.Paused.Contains(broker))
            {
                return Task.FromResult(false);
            }

            Open(broker);
            cluster.Controller.Decide(_ => [new ClusterEvent.BrokerResumed(broker)]);
            Resumed(broker);
            return Task.FromResult(true);
        });

    public void Dispose()
    {
        _turn.Dispose();
        foreach (var port in _ports.Values.SelectMany(ofBroker => ofBroker))
        {
            port.Dispose();
        }
    }

    private void Open(int broker)
    {
        foreach (var port in _ports[broker])
        {
            port.Open();
        }
    }

    private Task Close(int broker) => Task.WhenAll(_ports[broker].Select(port => port.Close()));

    private async Task<bool> InTurn(Func<Task<bool>> act)
    {
        await _turn.WaitAsync();
        try
        {
            return await act();
        }
        finally
        {
            _turn.Release();
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Local cluster {ClusterId} in {Directory}: for development and evaluation only, one machine; whoever reaches its plain ports is a super user"
    )]
    private partial void Banner(string clusterId, string directory);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Bytes} bytes of torn writes, never acknowledged, were cut from the ends of logs"
    )]
    private partial void TornTail(long bytes);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "A folder of records belongs to no topic; it was set aside and nothing reads it: {Folder}. Delete it if nobody misses it"
    )]
    private partial void SetAside(string folder);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "A log is damaged in its middle: it ends before the damage now, and the records behind it were set aside, where nothing reads them: {Folder}. Delete it if nobody misses them"
    )]
    private partial void BehindDamage(string folder);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Broker {Broker} is paused")]
    private partial void Paused(int broker);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Broker {Broker} is back")]
    private partial void Resumed(int broker);
}
