using System.Text;
using Portal.Kafka.Client;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;
using Portal.Tests.Kit;

namespace Portal.Tests.Interop;

/// <summary>How clients sign in, and how it is refused.</summary>
[Collection(InteropSuite.Name)]
public sealed class SaslTests(Clusters clusters)
{
    private static readonly string PlainToken = $"\0{Clusters.PlainUser}\0{Clusters.PlainPassword}";

    [Theory, OnLocalCluster, OnRealKafka, OnRealKafkaOverTls]
    public async Task Who_knows_the_password_signs_in_by_each_mechanism_and_stays_signed_in(string cluster)
    {
        await using var world = await AccessWorld.On(clusters, cluster);
        var user = Client.NewName("alice");
        await world.Users(user);
        KafkaSignIn[] ways =
        [
            new KafkaSignIn.Plain(Clusters.PlainUser, Clusters.PlainPassword),
            new KafkaSignIn.ScramSha256(user, AccessWorld.Password),
            new KafkaSignIn.ScramSha512(user, AccessWorld.Password),
        ];
        foreach (var way in ways)
        {
            var view = await world.As(way).Brokers(default);
            // The listener's own ports come back, not those of the listener where nobody signs in.
            view.Brokers.Select(broker => $"{broker.Host}:{broker.Port}")
                .ShouldBe(world.Sasl.Split(','), way.Mechanism);
        }
    }

    [Theory, OnLocalCluster, OnRealKafka, OnRealKafkaOverTls]
    public async Task A_name_with_the_signs_of_the_protocol_signs_in(string cluster)
    {
        await using var world = await AccessWorld.On(clusters, cluster);
        var user = Client.NewName("a=b,c d=2C");
        await world.Users(user);

        using var line = await world.Line();
        (await line.Scram(AccessWorld.SignIn(user)))!.SessionLifetimeMs.ShouldBe(0);
    }

    [Theory, OnLocalCluster, OnRealKafka, OnRealKafkaOverTls]
    public async Task A_wrong_password_is_answered_in_words_that_tell_nothing_and_the_connection_ends(string cluster)
    {
        await using var world = await AccessWorld.On(clusters, cluster);
        var user = Client.NewName("bob");
        await world.Users(user);
        string[] users = [user, Client.NewName("nobody")];
        foreach (var name in users)
        {
            KafkaSignIn[] ways = [new KafkaSignIn.ScramSha256(name, "no"), new KafkaSignIn.ScramSha512(name, "no")];
            foreach (var way in ways)
            {
                using var line = await world.Line();
                var refused = await line.Scram(way);

                refused!.Error.ShouldBe(ErrorCode.SaslAuthenticationFailed);
                refused.ErrorMessage.ShouldBe(
                    $"Authentication failed during authentication due to invalid credentials with SASL mechanism {way.Mechanism}"
                );
                (await line.IsClosed()).ShouldBeTrue();
            }
        }
    }

    [Theory, OnLocalCluster, OnRealKafka, OnRealKafkaOverTls]
    public async Task What_PLAIN_refuses_is_refused_in_the_same_words(string cluster)
    {
        (string Token, string Words)[] wrong =
        [
            ($"\0{Clusters.PlainUser}\0wrong", "Authentication failed: Invalid username or password"),
            ("\0nobody\0wrong", "Authentication failed: Invalid username or password"),
            ("\0\0secret", "Authentication failed: username not specified"),
            ("\0someone\0", "Authentication failed: password not specified"),
            (
                $"other{PlainToken}",
                "Authentication failed: Client requested an authorization id that is different from username"
            ),
            ("no-separators", "Invalid SASL/PLAIN response: expected 3 tokens, got 1"),
        ];
        foreach (var (token, words) in wrong)
        {
            using var line = await clusters.Line(cluster);
            (await line.Handshake("PLAIN"))!.Error.ShouldBe(ErrorCode.None);
            var refused = await line.Token(token);

            refused!.Error.ShouldBe(ErrorCode.SaslAuthenticationFailed);
            refused.ErrorMessage.ShouldBe(words);
            (await line.IsClosed()).ShouldBeTrue(words);
        }
    }

    [Theory, OnLocalCluster, OnRealKafka, OnRealKafkaOverTls]
    public async Task A_mechanism_that_is_not_offered_is_refused_with_those_that_are(string cluster)
    {
        using var line = await clusters.Line(cluster);

        var refused = await line.Handshake("GSSAPI");

        refused!.Error.ShouldBe(ErrorCode.UnsupportedSaslMechanism);
        refused.Mechanisms.ShouldBe(["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"], ignoreOrder: true);
        (await line.IsClosed()).ShouldBeTrue();
    }

    [Theory, OnLocalCluster, OnRealKafka, OnRealKafkaOverTls]
    public async Task Before_it_has_signed_in_a_client_learns_versions_and_nothing_else(string cluster)
    {
        using (var line = await clusters.Line(cluster))
        {
            var versions = await line.Ask(new ApiVersionsRequest(), 0);
            versions!.ApiKeys.ShouldContain(api => api.ApiKey == (short)ApiKey.SaslAuthenticate && api.MaxVersion == 2);
            versions.ApiKeys.ShouldContain(api => api.ApiKey == (short)ApiKey.CreateAcls && api.MaxVersion == 3);
            (await line.Ask(new MetadataRequest(), 9)).ShouldBeNull();
        }

        using (var line = await clusters.Line(cluster))
        {
            (await line.Token(PlainToken)).ShouldBeNull("a token without a handshake");
        }

        using (var line = await clusters.Line(cluster))
        {
            await line.Handshake("PLAIN");
            (await line.Ask(new MetadataRequest { Topics = [] }, 9))?.Brokers.ShouldBeEmpty();
            (await line.IsClosed()).ShouldBeTrue();
        }
    }

    [Theory, OnLocalCluster, OnRealKafka, OnRealKafkaOverTls]
    public async Task A_frame_that_is_too_long_for_a_stranger_ends_the_connection(string cluster)
    {
        using var line = await clusters.Line(cluster);

        (await line.Bare(new byte[600_000])).ShouldBeNull();
    }

    [Theory, OnLocalCluster, OnRealKafka, OnRealKafkaOverTls]
    public async Task An_old_client_sends_its_tokens_bare(string cluster)
    {
        using (var line = await clusters.Line(cluster))
        {
            (await line.Handshake("PLAIN", version: 0))!.Error.ShouldBe(ErrorCode.None);
            (await line.Bare(Encoding.UTF8.GetBytes(PlainToken))).ShouldBe([]);
            (await line.Ask(new MetadataRequest { Topics = [] }, 9))!.Brokers.ShouldNotBeEmpty();
        }

        using var other = await clusters.Line(cluster);
        await other.Handshake("PLAIN", version: 0);
        (await other.Bare("\0a\0b"u8.ToArray())).ShouldBeNull();
    }

    [Theory, OnLocalCluster, OnRealKafka, OnRealKafkaOverTls]
    public async Task Who_has_signed_in_stays_that_user_and_cannot_sign_in_again(string cluster)
    {
        using var line = await clusters.Line(cluster);
        await line.Handshake("PLAIN");
        (await line.Token(PlainToken))!.Error.ShouldBe(ErrorCode.None);

        var again = await line.Handshake("PLAIN");
        var token = await line.Token(PlainToken);

        again!.Error.ShouldBe(ErrorCode.IllegalSaslState);
        again.Mechanisms.ShouldBeEmpty();
        token!.Error.ShouldBe(ErrorCode.IllegalSaslState);
        token.ErrorMessage.ShouldBe("SaslAuthenticate request received after successful authentication");
        (await line.Ask(new MetadataRequest { Topics = [] }, 9))!.Brokers.ShouldNotBeEmpty();
    }

    [Theory, OnLocalCluster, OnRealKafka]
    public async Task Where_nobody_signs_in_a_sign_in_is_out_of_place(string cluster)
    {
        using var line = await SaslLine.To(await clusters.Bootstrap(cluster));

        (await line.Handshake("PLAIN"))!.Error.ShouldBe(ErrorCode.IllegalSaslState);
        (await line.Token(PlainToken))!.Error.ShouldBe(ErrorCode.IllegalSaslState);
        (await line.Ask(new MetadataRequest { Topics = [] }, 9))!.Brokers.ShouldNotBeEmpty();
    }
}
