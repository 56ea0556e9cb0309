using System.ComponentModel.DataAnnotations;

namespace Portal.LocalCluster;

/// <summary>How the local cluster runs. By appsettings, environment (<c>LocalCluster__Brokers</c>) or command line (<c>--LocalCluster:Brokers=3</c>).</summary>
public sealed partial class LocalClusterOptions
{
    public const string Section = "LocalCluster";

    /// <summary>Everything it keeps lies here; started on the same folder it finds it again.</summary>
    [Required]
    public string DataDirectory { get; set; } = ".portal/cluster";

    /// <summary>The address it listens on and tells clients. Whoever comes to the plain ports is a super user, so keep it on loopback.</summary>
    [Required]
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>Broker n listens on this port + n - 1. Nobody signs in there: every client is <c>User:ANONYMOUS</c>, a super user.</summary>
    [Range(1, 65535 - MostBrokers)]
    public int FirstPort { get; set; } = 9092;

    /// <summary>As <see cref="FirstPort"/>, for clients that sign in (SASL, no TLS) and may do what access control entries allow; null: none can.</summary>
    [Range(1, 65535 - MostBrokers)]
    public int? SaslFirstPort { get; set; }

    /// <summary>Users of SASL PLAIN and their passwords; without any the mechanism isn't offered. Users of SCRAM are made over the protocol.</summary>
    public Dictionary<string, string> PlainUsers { get; } = new(StringComparer.Ordinal);

    /// <summary>Who else may do everything, as Kafka's <c>super.users</c>: <c>User:admin;User:backup</c>.</summary>
    public string SuperUsers { get; set; } = "";

    [Range(1, MostBrokers)]
    public int Brokers { get; set; } = 3;

    /// <summary>HTTP on loopback: health, status, pause and resume.</summary>
    [Range(0, 65535)]
    public int AdminPort { get; set; } = 9190;

    /// <summary>The schema registry, HTTP on loopback; without a port there is none.</summary>
    [Range(1, 65535)]
    public int? RegistryPort { get; set; }

    /// <summary>Flink's REST API, HTTP on loopback; without this port and the gateway's there is no stream runtime.</summary>
    [Range(1, 65535)]
    public int? FlinkPort { get; set; }

    /// <summary>Flink's SQL Gateway, HTTP on loopback.</summary>
    [Range(1, 65535)]
    public int? SqlGatewayPort { get; set; }

    /// <summary>How often what was written is forced to the disk.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan SyncInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How often retention is looked at.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan RetentionInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often compaction is looked at (log.cleaner.backoff.ms); Kafka's default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan CompactionInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Keys that compaction looks at in one go, at some 60 bytes each; a log with more is compacted piece by piece.</summary>
    [Range(1, 100_000_000)]
    public int CompactionKeys { get; set; } = 500_000;

    /// <summary>How long the offsets of a group without members are kept.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "3650.00:00:00")]
    public TimeSpan OffsetsRetention { get; set; } = TimeSpan.FromDays(7);

    /// <summary>A silent member of a group of the new protocol is removed after this (group.consumer.session.timeout.ms); Kafka's default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan ConsumerSessionTimeout { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>How often its members send a heartbeat (group.consumer.heartbeat.interval.ms); Kafka's default.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan ConsumerHeartbeatInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest time limit that a transaction may have (transaction.max.timeout.ms); Kafka's default.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "24.00:00:00")]
    public TimeSpan TransactionMaxTimeout { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a transactional id is kept that nobody uses (transactional.id.expiration.ms); Kafka's default.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "3650.00:00:00")]
    public TimeSpan TransactionalIdExpiration { get; set; } = TimeSpan.FromDays(7);

    /// <summary>A longer request closes its connection; Kafka's default.</summary>
    [Range(1024, int.MaxValue)]
    public int MaxRequestBytes { get; set; } = 100 * 1024 * 1024;

    /// <summary>Records a fetch answers with at most, whatever it asks for.</summary>
    [Range(1024 * 1024, int.MaxValue)]
    public int MaxFetchBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Large requests that may be in memory at once; what is above waits.</summary>
    [Range(1024 * 1024, int.MaxValue)]
    public int InFlightRequestBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>Records that may be in memory at once, on their way to those who fetched them; what is above waits.</summary>
    [Range(1024 * 1024, int.MaxValue)]
    public int InFlightAnswerBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>Connections over all brokers; one above is closed at once.</summary>
    [Range(1, 100_000)]
    public int MaxConnections { get; set; } = 2000;

    /// <summary>How long a request may take from its first byte to its last.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan FrameTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a client may take to read one answer; after that it is closed, and the answer's memory is another's.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan AnswerTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Log files that are open at once; the others are opened when needed.</summary>
    [Range(16, 100_000)]
    public int OpenFiles { get; set; } = 256;

    /// <summary>Partitions over all topics.</summary>
    [Range(1, 1_000_000)]
    public int MaxPartitions { get; set; } = 10_000;

    /// <summary>What a topic gets that doesn't say.</summary>
    [Range(1, 10_000)]
    public int DefaultPartitions { get; set; } = 1;

    /// <summary>What a topic gets that doesn't say.</summary>
    [Range(1, MostBrokers)]
    public int DefaultReplicationFactor { get; set; } = 1;

    private const int MostBrokers = 32;
}
