using System.Security.Cryptography;
using System.Text;
using Portal.Core;
using Portal.Core.ServiceAccounts;
using Portal.Kafka.Admin;
using Portal.Kafka.Client;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Engines.Kafka;

public sealed class CredentialClusters(KafkaClients clients) : ICredentialClusters
{
    public async Task<IClusterCredentials> Open(ClusterId cluster, CancellationToken stop) =>
        new ClusterCredentials(await clients.Open(cluster, stop));
}

/// <summary>One registered cluster's SCRAM credentials over Kafka's own protocol. Before each look and each act the cluster is asked who it is.</summary>
internal sealed class ClusterCredentials(OpenedCluster cluster) : IClusterCredentials
{
    private const int SaltBytes = 32;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private readonly KafkaAdmin _admin = new(cluster.Client);

    public async Task<IReadOnlyList<LiveServiceAccount>> All(CancellationToken stop)
    {
        await SameCluster.RequireToRead(cluster, stop);
        var answer = await KafkaCall.Ask(cluster, () => _admin.ScramCredentials(null, stop), stop);
        if (answer.Error != ErrorCode.None)
        {
            throw KafkaFaults.OfAct(cluster, "list its credentials", answer.Error, answer.ErrorMessage);
        }

        return
        [
            .. answer
                .Results.Where(result => result.Error == ErrorCode.None)
                .Select(result => new LiveServiceAccount(
                    EngineText.Name(result.User),
                    [
                        .. result
                            .Credentials.Where(c => c.Mechanism is ScramMechanism.Sha256 or ScramMechanism.Sha512)
                            .Select(c => new CredentialShown(
                                c.Mechanism == ScramMechanism.Sha512
                                    ? CredentialMechanism.ScramSha512
                                    : CredentialMechanism.ScramSha256,
                                c.Iterations
                            ))
                            .OrderBy(c => c.Mechanism),
                    ]
                ))
                .Where(account => !account.Credentials.IsEmpty),
        ];
    }

    public Task<IReadOnlyList<CredentialMechanism>?> Enabled(CancellationToken stop) =>
        MechanismLook.At(cluster, _admin, stop);

    public Task Set(
        string name,
        CredentialMechanism mechanism,
        int iterations,
        string password,
        ActBefore deadline,
        CancellationToken stop
    )
    {
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        var salted = Salted(password, salt, mechanism, iterations);
        return Act(
            $"set the password of {name}",
            new()
            {
                Upsertions =
                [
                    new()
                    {
                        Name = EngineText.Original(name),
                        Mechanism = Number(mechanism),
                        Iterations = iterations,
                        Salt = salt,
                        SaltedPassword = salted,
                    },
                ],
            },
            deadline,
            stop
        );
    }

    public Task Delete(string name, CredentialMechanism mechanism, ActBefore deadline, CancellationToken stop) =>
        Act(
            $"delete the {mechanism.Title()} credential of {name}",
            new() { Deletions = [new() { Name = EngineText.Original(name), Mechanism = Number(mechanism) }] },
            deadline,
            stop
        );

    private async Task Act(
        string what,
        AlterUserScramCredentialsRequest request,
        ActBefore deadline,
        CancellationToken stop
    )
    {
        await SameCluster.Require(cluster, stop);
        var left = deadline.Left();
        var within = new Allowed(left < Longest ? left : Longest, deadline.Left);
        var results = await KafkaCall.Act(cluster, () => _admin.AlterScramCredentials(request, within, stop), stop);
        // Gone already is what was wanted: deleting twice is deleting once.
        if (
            results.FirstOrDefault(r => r.Error is not (ErrorCode.None or ErrorCode.ResourceNotFound)) is
            { Error: var error, ErrorMessage: var words }
        )
        {
            throw KafkaFaults.OfAct(cluster, what, error, words);
        }
    }

    private static byte[] Salted(string password, byte[] salt, CredentialMechanism mechanism, int iterations)
    {
        var (hash, size) =
            mechanism == CredentialMechanism.ScramSha512
                ? (HashAlgorithmName.SHA512, SHA512.HashSizeInBytes)
                : (HashAlgorithmName.SHA256, SHA256.HashSizeInBytes);
        return Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, iterations, hash, size);
    }

    private static ScramMechanism Number(CredentialMechanism mechanism) =>
        mechanism == CredentialMechanism.ScramSha512 ? ScramMechanism.Sha512 : ScramMechanism.Sha256;
}
