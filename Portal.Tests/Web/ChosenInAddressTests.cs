using Portal.Web.Pages;

namespace Portal.Tests.Web;

/// <summary>What is chosen in a filter is read from the address as it was chosen.</summary>
public sealed class ChosenInAddressTests
{
    [Fact]
    public void A_value_with_commas_stays_one_value()
    {
        string[] chosen = ["User:CN=orders,OU=Apps, 100%,O=%2C", "User:billing", "%25"];

        ChosenInAddress.Split(ChosenInAddress.Join(chosen)).ShouldBe(chosen);
    }

    [Fact]
    public void An_address_from_before_chooses_what_it_chose()
    {
        ChosenInAddress.Split("payments, checkout,,50% off").ShouldBe(["payments", "checkout", "50% off"]);
        ChosenInAddress.Split(null).ShouldBeEmpty();
    }
}
