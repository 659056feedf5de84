"""Gives hvac's client the two logins that it had before 1.0 and that Chaos Toolkit still calls."""

import hvac


def auth_approle(self, role_id, secret_id=None, mount_point="approle", use_token=True):
    return self.auth.approle.login(role_id, secret_id, use_token=use_token, mount_point=mount_point)


def auth_kubernetes(self, role, jwt, use_token=True, mount_point="kubernetes"):
    return self.auth.kubernetes.login(role, jwt, use_token=use_token, mount_point=mount_point)


hvac.Client.auth_approle = auth_approle
hvac.Client.auth_kubernetes = auth_kubernetes
