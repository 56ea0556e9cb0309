using System.Text;
using Portal.Kafka.Client;
using Portal.Kafka.SignIn;

namespace Portal.Tests.Kafka;

public class ScramTests
{
    private const string Challenge =
        "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";

    /// <summary>The exchange that RFC 7677 prints in section 3.</summary>
    [Fact]
    public void The_exchange_of_the_standard_is_spoken()
    {
        var scram = Standard();
        Encoding.UTF8.GetString(scram.First()).ShouldBe("n,,n=user,r=rOprNGfwEbeRWgbNEkqO");
        Encoding
            .UTF8.GetString(scram.Answer(Bytes(Challenge))!)
            .ShouldBe(
                "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
            );
        scram.ServerKnowsThePassword(Bytes("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")).ShouldBeTrue();
    }

    [Fact]
    public void A_server_that_cannot_prove_the_password_is_not_believed()
    {
        var scram = Standard();
        scram.Answer(Bytes(Challenge));
        scram.ServerKnowsThePassword(Bytes("v=AAAATRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")).ShouldBeFalse();
        scram.ServerKnowsThePassword(Bytes("e=other-error")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("r=someone-elses-nonce,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096")]
    [InlineData("r=rOprNGfwEbeRWgbNEkqO,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096")]
    [InlineData("r=rOprNGfwEbeRWgbNEkqOx,s=?,i=4096")]
    [InlineData("r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=2000000000")]
    [InlineData("r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==")]
    [InlineData("")]
    public void A_challenge_that_is_none_gets_no_proof(string challenge) =>
        Standard().Answer(Bytes(challenge)).ShouldBeNull();

    [Theory]
    [InlineData(1)]
    [InlineData(4095)]
    public void Too_few_iterations_get_no_proof_though_the_challenge_is_one(int iterations)
    {
        var scram = Standard();
        scram.Answer(Bytes($"r=rOprNGfwEbeRWgbNEkqOx,s=W22ZaJ0SNY7soEsUEjb6gQ==,i={iterations}")).ShouldBeNull();
        scram.Iterations.ShouldBe(iterations);
    }

    [Fact]
    public void Signs_of_the_protocol_within_a_name_are_escaped() =>
        Encoding.UTF8.GetString(new Scram("a=b,c", "p", ScramHash.Sha512, "n").First()).ShouldBe("n,,n=a=3Db=2Cc,r=n");

    private static Scram Standard() => new("user", "pencil", ScramHash.Sha256, "rOprNGfwEbeRWgbNEkqO");

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
