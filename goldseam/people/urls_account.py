"""Where people come in, lock, and look after their account. No route of allauth's own is here."""

from django.urls import URLPattern, path

from goldseam.people.views import account, check, codes, entering, passkeys, pin, someone

urlpatterns: list[URLPattern] = [
    path("enter/", entering.enter, name="enter"),
    path("enter/code/", entering.code, name="enter-code"),
    path("enter/back/", entering.back, name="enter-back"),
    path("enter/passkey/", passkeys.enter, name="enter-passkey"),
    path("enter/passkey/options/", passkeys.options, name="enter-passkey-options"),
    path("enter/out/", entering.out, name="out"),
    path("new/", entering.new, name="new"),
    path("new/sheet/", account.sheet, name="new-sheet"),
    path("pin/", pin.pin, name="pin"),
    path("pin/stay/", pin.stay, name="pin-stay"),
    path("pin/close/", pin.close, name="pin-close"),
    path("pin/change/", pin.change, name="pin-change"),
    path("account/", account.account, name="account"),
    path("account/devices/others/end/", account.end_others, name="devices-end"),
    path("account/devices/<uuid:device>/end/", account.end_device, name="device-end"),
    path("account/passphrase/", account.passphrase, name="passphrase"),
    path("account/someone/", someone.someone, name="someone"),
    path("account/check/", check.check, name="check"),
    path("account/mail/", account.mail, name="mail"),
    path("account/codes/", codes.codes, name="codes"),
    path("account/passkeys/", passkeys.passkeys, name="passkeys"),
    path("account/passkeys/<uuid:passkey>/remove/", passkeys.remove, name="passkey-remove"),
]
