using Portal.Kafka.Client;
using Portal.Kafka.Messages;

namespace Portal.Kafka.Admin;

public sealed partial class KafkaAdmin
{
    /// <summary>The SCRAM credentials of these users; null for everybody's. One that has none is an error of its own.</summary>
    public Task<DescribeUserScramCredentialsResponse> ScramCredentials(
        IReadOnlyCollection<string>? users,
        CancellationToken stop
    ) =>
        client.SendAny(
            Call.Of(
                new DescribeUserScramCredentialsRequest
                {
                    Users = users is null
                        ? null
                        : [.. users.Select(user => new DescribeUserScramCredentialsRequest.User { Name = user })],
                }
            ),
            null,
            stop
        );

    /// <summary>Sets and deletes credentials; one result for each user.</summary>
    public async Task<IReadOnlyList<AlterUserScramCredentialsResponse.Result>> AlterScramCredentials(
        AlterUserScramCredentialsRequest request,
        Allowed allowed,
        CancellationToken stop
    ) =>
        (
            await Act(Call.Of(request), a => a.Results.Any(r => IsElsewhere(r.Error)), allowed, stop)
                .ConfigureAwait(false)
        ).Results;
}
