using Portal.Core.Resources;
using Portal.Core.ServiceAccounts;
using Portal.Tests.Kit;

namespace Portal.Tests.ServiceAccounts;

/// <summary>ACLs are compared letter for letter: a subject that Kafka writes in another way is nobody's, so it isn't taken.</summary>
public sealed class CertificateSubjectTests
{
    private static readonly IResourceKind Kind = TestKinds.All.Of(ServiceAccountKind.Word);

    public static TheoryData<string> Subjects() => [.. ServiceAccountWorlds.Subjects];

    [Theory]
    [MemberData(nameof(Subjects))]
    [InlineData("billing")] // of ssl.principal.mapping.rules
    [InlineData("billing service@acme.example")]
    [InlineData("CN=CORP\\\\u005cursula")] // as the portal lists CORP\\ursula
    public void What_Kafka_writes_is_taken(string name) => Problem(name).ShouldBeNull();

    [Theory]
    [InlineData("CN=billing, OU=payments", "without spaces")]
    [InlineData("CN = billing,O=Acme", "without spaces")]
    [InlineData("CN= billing", "without spaces")]
    [InlineData("CN=billing ,O=Acme", "without spaces")]
    [InlineData("cn=billing,O=Acme", "CN of a subject in upper case")]
    [InlineData("CN=Shop, Sons,O=Acme", "without spaces")]
    [InlineData("CN=Shop,Sons,O=Acme", "A part of the subject isn't")]
    [InlineData("EMAILADDRESS=a@b.c,CN=x", "EMAILADDRESS isn't what Kafka writes")]
    [InlineData("=x", "A part of the subject isn't")]
    [InlineData("CN=a\n", "control characters")]
    [InlineData("CN=a\u200b", "can't be seen")]
    [InlineData("CN=CORP\\\\ursula", "CN=CORP\\\\u005cursula")]
    [InlineData(" CN=a", "spaces at the beginning")]
    [InlineData("*", "everybody")]
    [InlineData("ANONYMOUS", "ANONYMOUS")]
    [InlineData("..", "Choose a name other than")]
    [InlineData("", "needs a name")]
    public void What_it_would_write_in_another_way_is_refused_in_words(string name, string words) =>
        Problem(name).ShouldNotBeNull().ShouldContain(words);

    [Fact]
    public void A_name_has_as_much_room_as_its_principal()
    {
        Problem($"CN={new string('x', 242)}").ShouldBeNull();
        Problem($"CN={new string('x', 243)}").ShouldNotBeNull().ShouldContain("at most 245");
    }

    [Theory]
    [MemberData(nameof(Subjects))]
    public void A_password_is_of_a_plain_name(string subject) =>
        Kind.NameProblem(subject, ServiceAccountWorlds.Spec(1)).ShouldNotBeNull().ShouldContain("authentication tls");

    [Fact]
    public void By_certificate_there_is_nothing_to_rotate()
    {
        var spec = ServiceAccountWorlds.ByCertificate;

        Kind.SpecProblems(spec).ShouldBeEmpty();
        Kind.SpecProblems(spec with { Rotation = 2 }).ShouldHaveSingleItem().Field.ShouldBe("authentication");
        Kind.SpecProblems(spec with { Mechanism = CredentialMechanism.ScramSha256 }).ShouldHaveSingleItem();
    }

    private static string? Problem(string name) =>
        Kind.NameProblem(name) ?? Kind.NameProblem(name, ServiceAccountWorlds.ByCertificate);
}
