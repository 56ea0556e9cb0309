using Portal.Core;
using Portal.Core.Health;
using Portal.Engines.Collecting;

namespace Portal.Workers.Collecting;

/// <summary>The brokers of a cluster and when each last answered. One that the cluster no longer names is shown as silent for a day since it was last named.</summary>
internal sealed class TrackedBrokers
{
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1);
    private readonly SortedDictionary<int, BrokerSnapshot> _brokers = [];

    public void Take(ClusterReading reading)
    {
        SetBack(reading.At);
        TakeSilence();
        foreach (var told in reading.Brokers)
        {
            var answeredAt = told.Answered ? reading.At : _brokers.GetValueOrDefault(told.Id)?.AnsweredAt;
            _brokers[told.Id] = new BrokerSnapshot(
                told.Id,
                told.Host,
                told.Port,
                told.Rack,
                told.IsController,
                told.Answered,
                answeredAt
            )
            {
                NamedAt = reading.At,
            };
        }

        Forget(reading.At);
    }

    // Where the clock was set back since they were last named, they stay silent for as long as they were.
    private void SetBack(DateTimeOffset now)
    {
        if (_brokers.Values.Max(b => b.NamedAt) - now is { } by && by > TimeSpan.Zero)
        {
            foreach (var broker in _brokers.Values.ToList())
            {
                _brokers[broker.Id] = broker with
                {
                    AnsweredAt = broker.AnsweredAt - by,
                    NamedAt = broker.NamedAt - by,
                };
            }
        }
    }

    // One that never answered is forgotten as well.
    private void Forget(DateTimeOffset now)
    {
        foreach (var broker in _brokers.Values.ToList())
        {
            var named = broker.NamedAt ?? broker.AnsweredAt ?? now;
            if (now - named > Remembered)
            {
                _brokers.Remove(broker.Id);
            }
            else if (broker.NamedAt is null)
            {
                _brokers[broker.Id] = broker with { NamedAt = named };
            }
        }
    }

    public void TakeSilence()
    {
        foreach (var broker in _brokers.Values.ToList())
        {
            _brokers[broker.Id] = broker with { Answers = false };
        }
    }

    public void Recall(string json)
    {
        foreach (var broker in CoreJson.Read<BrokerSnapshot[]>(json))
        {
            _brokers[broker.Id] = broker;
        }
    }

    public string Json => CoreJson.Write(_brokers.Values.ToArray());

    /// <summary>Who doesn't answer, for a person; null when all do.</summary>
    public string? Complaint =>
        _brokers.Values.Where(b => !b.Answers).Select(b => b.Id).ToArray() switch
        {
            [] => null,
            [var one] => $"Broker {one} doesn't answer.",
            var several => $"Brokers {string.Join(", ", several)} don't answer.",
        };
}
