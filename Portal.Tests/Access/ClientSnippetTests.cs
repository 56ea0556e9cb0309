using Portal.Core.Access;
using Portal.Core.ServiceAccounts;
using Portal.Web.Features.Access;

namespace Portal.Tests.Access;

/// <summary>What a client's author copies fits the principal.</summary>
public sealed class ClientSnippetTests
{
    [Theory]
    [InlineData(CredentialMechanism.ScramSha256, "256", "512")]
    [InlineData(CredentialMechanism.ScramSha512, "512", "256")]
    public void Every_language_signs_in_by_the_mechanism_that_the_account_has(
        CredentialMechanism mechanism,
        string its,
        string another
    )
    {
        var of = new SnippetOf("kafka:9093", true, "billing", "orders", AccessMode.Read, "billing", null, mechanism);

        ClientSnippets.All.Count.ShouldBe(5);
        foreach (var language in ClientSnippets.All)
        {
            var text = language.Write(of);
            text.ShouldContain(its, customMessage: language.Title);
            text.ShouldNotContain(another, customMessage: language.Title);
        }
    }
}
